<?xml version="1.0" encoding="UTF-8"?>
<!-- The smallest template of use: title, map and a list of the incidents. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="html" encoding="UTF-8"/>
  <xsl:template match="/report">
    <html lang="{@lang}" dir="{@dir}">
      <head><meta charset="utf-8"/><title><xsl:value-of select="title"/></title></head>
      <body>
        <main>
          <h1><xsl:value-of select="title"/></h1>
          <xsl:copy-of select="map/*"/>
          <ul>
            <xsl:for-each select="incidents/incident">
              <li><xsl:value-of select="@date_text"/>: <bdi><xsl:value-of select="@headline"/></bdi> (<bdi><xsl:value-of select="@place"/></bdi>)</li>
            </xsl:for-each>
          </ul>
        </main>
      </body>
    </html>
  </xsl:template>
</xsl:stylesheet>

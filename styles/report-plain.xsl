<?xml version="1.0" encoding="UTF-8"?>
<!-- The report as plain HTML, for pandoc to make Markdown, LaTeX or Word's format of: headings, the map as a picture
     file (the parameter "map"), lists and tables. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="html" encoding="UTF-8" indent="no"/>
  <xsl:param name="map"/>
  <xsl:key name="word" match="/report/words/word" use="@key"/>

  <xsl:template match="/report">
    <html lang="{@lang}" dir="{@dir}">
      <head><title><xsl:value-of select="title"/></title></head>
      <body>
        <p><xsl:value-of select="period/@text"/></p>
        <ul>
          <xsl:for-each select="figures/figure">
            <li><xsl:value-of select="@label"/>: <strong><xsl:value-of select="@text"/></strong>
              <xsl:if test="@note != ''"> (<xsl:value-of select="@note"/>)</xsl:if></li>
          </xsl:for-each>
        </ul>
        <p><img src="{$map}" alt="{title}" width="100%"/></p>
        <xsl:apply-templates select="types[type] | places[place] | incidents[incident] | unplaced[incident] | method[item] |
                                     sources[source]"/>
      </body>
    </html>
  </xsl:template>

  <xsl:template match="types">
    <xsl:call-template name="heading"><xsl:with-param name="key">by_type</xsl:with-param></xsl:call-template>
    <table>
      <thead><tr>
        <th><xsl:value-of select="key('word', 'type')"/></th>
        <th><xsl:value-of select="key('word', 'count')"/></th>
        <th><xsl:value-of select="key('word', 'killed')"/></th>
        <th><xsl:value-of select="key('word', 'injured')"/></th>
      </tr></thead>
      <tbody><xsl:for-each select="type"><tr>
        <td><xsl:value-of select="@label"/></td> <td><xsl:value-of select="@count"/></td>
        <td><xsl:value-of select="@killed"/></td> <td><xsl:value-of select="@injured"/></td>
      </tr></xsl:for-each></tbody>
    </table>
  </xsl:template>

  <xsl:template match="places">
    <xsl:call-template name="heading"><xsl:with-param name="key">by_place</xsl:with-param></xsl:call-template>
    <table>
      <thead><tr>
        <th><xsl:value-of select="key('word', 'place')"/></th>
        <th><xsl:value-of select="key('word', 'admin1')"/></th>
        <th><xsl:value-of select="key('word', 'count')"/></th>
      </tr></thead>
      <tbody><xsl:for-each select="place"><tr>
        <td><xsl:value-of select="@name"/></td> <td><xsl:value-of select="@admin1"/></td>
        <td><xsl:value-of select="@count"/></td>
      </tr></xsl:for-each></tbody>
    </table>
  </xsl:template>

  <xsl:template match="incidents">
    <xsl:call-template name="heading"><xsl:with-param name="key">incidents</xsl:with-param></xsl:call-template>
    <table>
      <colgroup><col width="6%"/><col width="16%"/><col width="14%"/><col width="38%"/><col width="26%"/></colgroup>
      <thead><tr>
        <th><xsl:value-of select="key('word', 'number')"/></th>
        <th><xsl:value-of select="key('word', 'date')"/></th>
        <th><xsl:value-of select="key('word', 'type')"/></th>
        <th><xsl:value-of select="key('word', 'headline')"/></th>
        <th><xsl:value-of select="key('word', 'place')"/></th>
      </tr></thead>
      <tbody><xsl:for-each select="incident"><tr>
        <td><xsl:value-of select="@number"/></td> <td><xsl:value-of select="@date_text"/></td>
        <td><xsl:value-of select="@type_label"/></td>
        <td><xsl:value-of select="@headline"/><xsl:if test="@front_text != ''"> (<xsl:value-of
          select="key('word', 'front')"/>: <xsl:value-of select="@front_text"/>)</xsl:if></td>
        <td><xsl:value-of select="@place"/><xsl:if test="@uncertainty_text != ''"> (<xsl:value-of
          select="@uncertainty_text"/>)</xsl:if></td>
      </tr></xsl:for-each></tbody>
    </table>
    <xsl:if test="@note != ''"><p><xsl:value-of select="@note"/></p></xsl:if>
  </xsl:template>

  <xsl:template match="unplaced">
    <xsl:call-template name="heading"><xsl:with-param name="key">not_placed</xsl:with-param></xsl:call-template>
    <ul><xsl:for-each select="incident">
      <li><xsl:value-of select="@location"/> (<xsl:value-of select="@date_text"/>): <xsl:value-of select="@headline"/>
        (<xsl:value-of select="@status_text"/>)</li>
    </xsl:for-each></ul>
  </xsl:template>

  <xsl:template match="method">
    <xsl:call-template name="heading"><xsl:with-param name="key">method</xsl:with-param></xsl:call-template>
    <ul><xsl:for-each select="item"><li><xsl:value-of select="."/></li></xsl:for-each></ul>
  </xsl:template>

  <xsl:template match="sources">
    <xsl:call-template name="heading"><xsl:with-param name="key">sources</xsl:with-param></xsl:call-template>
    <ul><xsl:for-each select="source">
      <li><xsl:value-of select="@name"/><xsl:if test="@licence != ''"> (<xsl:value-of select="@licence"/>)</xsl:if>
        <xsl:if test="@attribution != ''"><xsl:text> </xsl:text><xsl:value-of select="@attribution"/></xsl:if></li>
    </xsl:for-each></ul>
  </xsl:template>

  <xsl:template name="heading">
    <xsl:param name="key"/>
    <h1><xsl:value-of select="key('word', $key)"/></h1>
  </xsl:template>
</xsl:stylesheet>

<?xml version="1.0" encoding="UTF-8"?>
<!-- The report as plain HTML, for pandoc to make Markdown, LaTeX or Word's format of: headings, the map as a picture
     file (the parameter "map"), lists and tables. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="html" encoding="UTF-8" indent="no"/>
  <xsl:param name="map"/>
  <xsl:variable name="has-killed" select="boolean(/report/incidents/incident[@killed != ''])"/>
  <xsl:variable name="has-injured" select="boolean(/report/incidents/incident[@injured != ''])"/>
  <xsl:key name="word" match="/report/words/word" use="@key"/>

  <xsl:template match="/report">
    <html lang="{@lang}" dir="{@dir}">
      <head><title><xsl:value-of select="title"/></title></head>
      <body>
        <p><xsl:value-of select="period/@text"/></p>
        <ul>
          <xsl:for-each select="figures/figure">
            <li><xsl:value-of select="@label"/><xsl:call-template name="colon"/><strong><xsl:value-of select="@text"/></strong>
              <xsl:if test="@note != ''"> (<xsl:value-of select="@note"/>)</xsl:if></li>
          </xsl:for-each>
        </ul>
        <p><img src="{$map}" alt="{title}" width="100%"/></p>
        <xsl:apply-templates select="types[type] | places[place] | incidents[incident] | unplaced[incident] | rejected[row] |
                                     method[item] | sources[source]"/>
      </body>
    </html>
  </xsl:template>

  <xsl:template match="types">
    <xsl:call-template name="heading"><xsl:with-param name="key">by_type</xsl:with-param></xsl:call-template>
    <table>
      <colgroup><col width="46%"/><xsl:call-template name="count-columns"/></colgroup>
      <thead><tr>
        <th><xsl:value-of select="key('word', 'type')"/></th>
        <xsl:call-template name="count-heads"/>
      </tr></thead>
      <tbody><xsl:for-each select="type"><tr>
        <td><xsl:value-of select="@label"/></td> <xsl:call-template name="count-cells"/>
      </tr></xsl:for-each></tbody>
    </table>
  </xsl:template>

  <xsl:template match="places">
    <xsl:call-template name="heading"><xsl:with-param name="key">by_place</xsl:with-param></xsl:call-template>
    <table>
      <colgroup><col width="34%"/><col width="24%"/><xsl:call-template name="count-columns"/></colgroup>
      <thead><tr>
        <th><xsl:value-of select="key('word', 'place')"/></th>
        <th><xsl:value-of select="key('word', 'admin1')"/></th>
        <xsl:call-template name="count-heads"/>
      </tr></thead>
      <tbody><xsl:for-each select="place"><tr>
        <td><xsl:value-of select="@name"/></td> <td><xsl:value-of select="@admin1"/></td>
        <xsl:call-template name="count-cells"/>
      </tr></xsl:for-each></tbody>
    </table>
    <xsl:if test="@rest_text != ''"><p><xsl:value-of select="@rest_text"/></p></xsl:if>
  </xsl:template>

  <!-- Columns of figures; those of killed and injured where the table says something of them. -->
  <xsl:template name="count-columns">
    <col width="14%"/>
    <xsl:if test="$has-killed"><col width="14%"/></xsl:if>
    <xsl:if test="$has-injured"><col width="14%"/></xsl:if>
  </xsl:template>

  <xsl:template name="count-heads">
    <th align="right"><xsl:value-of select="key('word', 'count')"/></th>
    <xsl:if test="$has-killed"><th align="right"><xsl:value-of select="key('word', 'killed')"/></th></xsl:if>
    <xsl:if test="$has-injured"><th align="right"><xsl:value-of select="key('word', 'injured')"/></th></xsl:if>
  </xsl:template>

  <xsl:template name="count-cells">
    <td align="right"><xsl:value-of select="@count"/></td>
    <xsl:if test="$has-killed"><td align="right"><xsl:call-template name="stated"><xsl:with-param name="text" select="@killed"/></xsl:call-template></td></xsl:if>
    <xsl:if test="$has-injured"><td align="right"><xsl:call-template name="stated"><xsl:with-param name="text" select="@injured"/></xsl:call-template></td></xsl:if>
  </xsl:template>

  <xsl:template match="incidents">
    <xsl:variable name="front" select="boolean(incident[@front_text != ''])"/>
    <xsl:call-template name="heading"><xsl:with-param name="key">incidents</xsl:with-param></xsl:call-template>
    <table>
      <colgroup>
        <col width="9%"/><col width="16%"/><col width="15%"/>
        <xsl:choose>
          <xsl:when test="$front"><col width="26%"/><col width="18%"/><col width="16%"/></xsl:when>
          <xsl:otherwise><col width="35%"/><col width="25%"/></xsl:otherwise>
        </xsl:choose>
      </colgroup>
      <thead><tr>
        <th><xsl:value-of select="key('word', 'number')"/></th>
        <th><xsl:value-of select="key('word', 'date')"/></th>
        <th><xsl:value-of select="key('word', 'type')"/></th>
        <th><xsl:value-of select="key('word', 'headline')"/></th>
        <th><xsl:value-of select="key('word', 'place')"/></th>
        <xsl:if test="$front"><th><xsl:value-of select="key('word', 'front')"/></th></xsl:if>
      </tr></thead>
      <tbody><xsl:for-each select="incident"><tr>
        <td><xsl:value-of select="@number"/></td> <td><xsl:value-of select="@date_text"/></td>
        <td><xsl:value-of select="@type_label"/></td>
        <td><xsl:value-of select="@headline"/></td>
        <td><xsl:call-template name="place"/></td>
        <xsl:if test="$front"><td><xsl:value-of select="@front_text"/></td></xsl:if>
      </tr></xsl:for-each></tbody>
    </table>
    <xsl:if test="@note != ''"><p><xsl:value-of select="@note"/></p></xsl:if>
  </xsl:template>

  <!-- The mark of the text's direction keeps what follows a name of the other one where it belongs, also in programs
       that know of no isolates. -->
  <xsl:template name="place">
    <xsl:value-of select="@place"/>
    <xsl:if test="@uncertainty_text != ''">
      <xsl:choose>
        <xsl:when test="/report/@dir = 'rtl'">&#x200f;</xsl:when>
        <xsl:otherwise>&#x200e;</xsl:otherwise>
      </xsl:choose>
      <xsl:value-of select="concat(' (± ', @uncertainty_text, ')')"/>
    </xsl:if>
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

  <xsl:template match="rejected">
    <xsl:call-template name="heading"><xsl:with-param name="key">rejected</xsl:with-param></xsl:call-template>
    <ul><xsl:for-each select="row">
      <li><xsl:value-of select="key('word', 'row')"/><xsl:text> </xsl:text><xsl:value-of select="@number"/><xsl:call-template name="colon"/>
        <span lang="en" dir="ltr"><xsl:value-of select="@fault"/></span></li>
    </xsl:for-each></ul>
  </xsl:template>

  <xsl:template match="sources">
    <xsl:call-template name="heading"><xsl:with-param name="key">sources</xsl:with-param></xsl:call-template>
    <ul><xsl:for-each select="source">
      <li><xsl:value-of select="@name"/><xsl:if test="@licence != ''"> · <xsl:value-of select="@licence"/></xsl:if>
        <xsl:if test="@attribution != '' and @attribution != @name"> · <xsl:value-of select="@attribution"/></xsl:if></li>
    </xsl:for-each></ul>
  </xsl:template>

  <xsl:template name="heading">
    <xsl:param name="key"/>
    <h1><xsl:value-of select="key('word', $key)"/></h1>
  </xsl:template>

  <xsl:template name="colon">
    <xsl:if test="/report/@lang = 'fr'">&#xa0;</xsl:if>
    <xsl:text>: </xsl:text>
  </xsl:template>

  <xsl:template name="stated">
    <xsl:param name="text"/>
    <xsl:choose>
      <xsl:when test="$text != ''"><xsl:value-of select="$text"/></xsl:when>
      <xsl:otherwise>–</xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>

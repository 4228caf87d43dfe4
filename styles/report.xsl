<?xml version="1.0" encoding="UTF-8"?>
<!--
  The page that `marsad report` writes, made of the report's XML (styles/README.md describes it).

  A template of one's own need not be a copy of this one: import it and say only what is to be
  different.

      <xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
        <xsl:import href="marsad:report.xsl"/>
        <xsl:template name="page-footer">…</xsl:template>
      </xsl:stylesheet>

  What there is to replace, in the order of this file:
    the page      page, head, policy, page-header, lead, contents, page-footer
    its parts     key-figures, map, timeline, counts, incidents, unplaced, rejected, method, sources
    small things  word, data, number-badge, type-sign, bar, outward-link
    the map       mode "map": copies the SVG as it is, but for what it says there
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:svg="http://www.w3.org/2000/svg"
                exclude-result-prefixes="svg">

  <xsl:output method="html" encoding="UTF-8" indent="no"/>
  <xsl:strip-space elements="*"/>
  <xsl:preserve-space elements="svg:text svg:tspan"/>

  <!-- report.css and report.js as texts, and the base64 of their SHA-256: the command gives them. -->
  <xsl:param name="css"/>
  <xsl:param name="css-sha256"/>
  <xsl:param name="js"/>
  <xsl:param name="js-sha256"/>

  <xsl:decimal-format name="fr" decimal-separator="," grouping-separator="&#x202f;"/>

  <xsl:key name="word" match="/report/words/word" use="@key"/>
  <xsl:key name="incident" match="/report/incidents/incident" use="@number"/>
  <xsl:key name="on-marker" match="/report/incidents/incident" use="@element"/>
  <xsl:key name="of-color" match="/report/types/type" use="@color"/>

  <!-- Which columns have something to say: an empty one is not shown. -->
  <xsl:variable name="report" select="/report"/>
  <xsl:variable name="rows" select="/report/incidents/incident"/>
  <xsl:variable name="has-timeline" select="boolean(/report/timeline/bar[2]) or /report/timeline/bar and /report/timeline/@undated &gt; 0"/>
  <xsl:variable name="has-dates" select="boolean($rows[@date != ''])"/>
  <xsl:variable name="has-types" select="boolean($rows[@type_label != ''])"/>
  <xsl:variable name="has-killed" select="boolean($rows[@killed != ''])"/>
  <xsl:variable name="has-injured" select="boolean($rows[@injured != ''])"/>
  <xsl:variable name="has-front" select="boolean($rows[@front_text != '' or @front_note != ''])"/>
  <xsl:variable name="has-towns" select="boolean($rows[@town_text != ''])"/>
  <xsl:variable name="has-confidence" select="boolean($rows[@placed_by_text != ''])"/>
  <!-- One source for all of them is named under Sources, not again in every row. -->
  <xsl:variable name="has-sources" select="boolean($rows[@source != $rows[1]/@source or @url != ''])"/>

  <!-- The letters by which a text is known to be in Arabic, or in Latin script. -->
  <xsl:variable name="arabic">ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأإؤئ</xsl:variable>
  <xsl:variable name="latin">abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ</xsl:variable>

  <!-- ================================================================ The page -->

  <xsl:template match="/report">
    <xsl:call-template name="page"/>
  </xsl:template>

  <xsl:template name="page">
    <html lang="{@lang}" dir="{@dir}">
      <xsl:call-template name="head"/>
      <body>
        <a class="skip" href="#incidents"><xsl:call-template name="word"><xsl:with-param name="key" select="'skip'"/></xsl:call-template></a>
        <xsl:call-template name="page-header"/>
        <main>
          <xsl:call-template name="key-figures"/>
          <xsl:call-template name="map"/>
          <xsl:call-template name="timeline"/>
          <xsl:call-template name="counts"/>
          <xsl:call-template name="incidents"/>
          <xsl:call-template name="unplaced"/>
          <xsl:call-template name="rejected"/>
          <xsl:call-template name="method"/>
          <xsl:call-template name="sources"/>
        </main>
        <xsl:call-template name="page-footer"/>
        <xsl:if test="$js != ''">
          <script><xsl:value-of select="$js" disable-output-escaping="yes"/></script>
        </xsl:if>
      </body>
    </html>
  </xsl:template>

  <xsl:template name="head">
    <head>
      <meta charset="utf-8"/>
      <xsl:call-template name="policy"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta name="color-scheme" content="light dark"/>
      <meta name="referrer" content="no-referrer"/>
      <meta name="generator" content="{@generator}"/>
      <meta name="description" content="{map/@alt}"/>
      <title>
        <xsl:value-of select="title"/>
        <xsl:if test="period/@text != ''">
          <xsl:text> · </xsl:text>
          <xsl:value-of select="period/@text"/>
        </xsl:if>
      </title>
      <link rel="icon" href="data:,"/>
      <xsl:if test="$css != ''">
        <style><xsl:value-of select="$css" disable-output-escaping="yes"/></style>
      </xsl:if>
    </head>
  </xsl:template>

  <!-- The page may load nothing and run nothing but what it holds. -->
  <xsl:template name="policy">
    <xsl:variable name="style">
      <xsl:choose>
        <xsl:when test="$css-sha256 != ''">'sha256-<xsl:value-of select="$css-sha256"/>'</xsl:when>
        <xsl:otherwise>'unsafe-inline'</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:variable name="script">
      <xsl:choose>
        <xsl:when test="$js = ''">'none'</xsl:when>
        <xsl:when test="$js-sha256 != ''">'sha256-<xsl:value-of select="$js-sha256"/>'</xsl:when>
        <xsl:otherwise>'unsafe-inline'</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <meta http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src {$style}; script-src {$script}; img-src data:; base-uri 'none'; form-action 'none'"/>
  </xsl:template>

  <xsl:template name="page-header">
    <header class="page-header">
      <div class="tools" hidden="hidden">
        <label>
          <span><xsl:call-template name="word"><xsl:with-param name="key" select="'theme'"/></xsl:call-template></span>
          <select id="theme">
            <option value=""><xsl:call-template name="word"><xsl:with-param name="key" select="'theme_auto'"/></xsl:call-template></option>
            <option value="light"><xsl:call-template name="word"><xsl:with-param name="key" select="'theme_light'"/></xsl:call-template></option>
            <option value="dark"><xsl:call-template name="word"><xsl:with-param name="key" select="'theme_dark'"/></xsl:call-template></option>
          </select>
        </label>
        <button type="button" id="print"><xsl:call-template name="word"><xsl:with-param name="key" select="'print'"/></xsl:call-template></button>
      </div>
      <p class="eyebrow"><xsl:call-template name="word"><xsl:with-param name="key" select="'report'"/></xsl:call-template></p>
      <h1><xsl:call-template name="data"><xsl:with-param name="text" select="title"/></xsl:call-template></h1>
      <xsl:if test="period/@text != ''">
        <p class="period"><xsl:value-of select="period/@text"/></p>
      </xsl:if>
      <xsl:call-template name="lead"/>
      <xsl:call-template name="contents"/>
    </header>
  </xsl:template>

  <!-- What stands out: the type, the place and the time with more incidents than any other. -->
  <xsl:template name="lead">
    <xsl:variable name="peak" select="timeline/bar[@count = ../@max]"/>
    <xsl:variable name="parts">
      <xsl:if test="types/type[1]/@count &gt; types/type[2]/@count">
        <xsl:call-template name="lead-part">
          <xsl:with-param name="key" select="'lead_type'"/>
          <xsl:with-param name="text" select="types/type[1]/@label"/>
          <xsl:with-param name="count" select="types/type[1]/@count"/>
        </xsl:call-template>
      </xsl:if>
      <xsl:if test="places/place[1]/@count &gt; places/place[2]/@count">
        <xsl:call-template name="lead-part">
          <xsl:with-param name="key" select="'lead_place'"/>
          <xsl:with-param name="text" select="places/place[1]/@name"/>
          <xsl:with-param name="count" select="places/place[1]/@count"/>
        </xsl:call-template>
      </xsl:if>
      <xsl:if test="count($peak) = 1 and timeline/bar[2]">
        <xsl:call-template name="lead-part">
          <xsl:with-param name="key">
            <xsl:choose>
              <xsl:when test="timeline/@unit = 'day'">lead_day</xsl:when>
              <xsl:otherwise>lead_time</xsl:otherwise>
            </xsl:choose>
          </xsl:with-param>
          <xsl:with-param name="text" select="$peak/@text"/>
          <xsl:with-param name="count" select="$peak/@count"/>
        </xsl:call-template>
      </xsl:if>
    </xsl:variable>
    <xsl:if test="string($parts) != ''">
      <p class="lead"><xsl:copy-of select="$parts"/></p>
    </xsl:if>
  </xsl:template>

  <xsl:template name="lead-part">
    <xsl:param name="key"/>
    <xsl:param name="text"/>
    <xsl:param name="count"/>
    <span>
      <xsl:call-template name="word"><xsl:with-param name="key" select="$key"/></xsl:call-template>
      <xsl:call-template name="colon"/>
      <xsl:call-template name="data"><xsl:with-param name="text" select="$text"/></xsl:call-template>
      <xsl:text> (</xsl:text>
      <xsl:call-template name="figure"><xsl:with-param name="value" select="$count"/></xsl:call-template>
      <xsl:text>).</xsl:text>
    </span>
    <xsl:text> </xsl:text>
  </xsl:template>

  <xsl:template name="contents">
    <nav class="contents" aria-labelledby="contents-title">
      <h2 id="contents-title" class="unseen"><xsl:call-template name="word"><xsl:with-param name="key" select="'contents'"/></xsl:call-template></h2>
      <ul>
        <xsl:if test="map/svg:svg"><xsl:call-template name="contents-line"><xsl:with-param name="to" select="'map'"/></xsl:call-template></xsl:if>
        <xsl:if test="$has-timeline"><xsl:call-template name="contents-line"><xsl:with-param name="to" select="'timeline'"/></xsl:call-template></xsl:if>
        <xsl:if test="types/type"><xsl:call-template name="contents-line"><xsl:with-param name="to" select="'by_type'"/></xsl:call-template></xsl:if>
        <xsl:if test="places/place"><xsl:call-template name="contents-line"><xsl:with-param name="to" select="'by_place'"/></xsl:call-template></xsl:if>
        <xsl:call-template name="contents-line"><xsl:with-param name="to" select="'incidents'"/></xsl:call-template>
        <xsl:if test="unplaced/incident"><xsl:call-template name="contents-line"><xsl:with-param name="to" select="'not_placed'"/></xsl:call-template></xsl:if>
        <xsl:if test="rejected/row"><xsl:call-template name="contents-line"><xsl:with-param name="to" select="'rejected'"/></xsl:call-template></xsl:if>
        <xsl:if test="method/item"><xsl:call-template name="contents-line"><xsl:with-param name="to" select="'method'"/></xsl:call-template></xsl:if>
        <xsl:if test="sources/source"><xsl:call-template name="contents-line"><xsl:with-param name="to" select="'sources'"/></xsl:call-template></xsl:if>
      </ul>
    </nav>
  </xsl:template>

  <!-- A part's name is the word with the key that is also its id. -->
  <xsl:template name="contents-line">
    <xsl:param name="to"/>
    <li><a href="#{$to}"><xsl:call-template name="word"><xsl:with-param name="key" select="$to"/></xsl:call-template></a></li>
  </xsl:template>

  <xsl:template name="page-footer">
    <footer class="page-footer">
      <p><xsl:call-template name="word"><xsl:with-param name="key" select="'no_position'"/></xsl:call-template></p>
      <p><xsl:call-template name="word"><xsl:with-param name="key" select="'made_with'"/></xsl:call-template></p>
    </footer>
  </xsl:template>

  <!-- ================================================================ Key figures -->

  <xsl:template name="key-figures">
    <xsl:if test="figures/figure">
      <section class="figures" aria-labelledby="key_figures">
        <h2 id="key_figures" class="unseen"><xsl:call-template name="word"><xsl:with-param name="key" select="'key_figures'"/></xsl:call-template></h2>
        <dl>
          <xsl:for-each select="figures/figure">
            <div class="figure-{@key}">
              <dt><xsl:value-of select="@label"/></dt>
              <dd>
                <xsl:choose>
                  <xsl:when test="@number != ''">
                    <b><a href="#incident-{@number}"><xsl:value-of select="@text"/></a></b>
                  </xsl:when>
                  <xsl:otherwise>
                    <b><xsl:value-of select="@text"/></b>
                  </xsl:otherwise>
                </xsl:choose>
                <xsl:if test="@note != ''">
                  <small><xsl:call-template name="data"><xsl:with-param name="text" select="@note"/></xsl:call-template></small>
                </xsl:if>
              </dd>
            </div>
          </xsl:for-each>
        </dl>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- ================================================================ The map -->

  <xsl:template name="map">
    <xsl:if test="map/svg:svg">
      <section class="map" aria-labelledby="map">
        <div class="section-head">
          <h2 id="map"><xsl:call-template name="word"><xsl:with-param name="key" select="'map'"/></xsl:call-template></h2>
          <div class="tools map-tools" hidden="hidden">
            <button type="button" data-zoom="in"><xsl:call-template name="word"><xsl:with-param name="key" select="'zoom_in'"/></xsl:call-template></button>
            <button type="button" data-zoom="out"><xsl:call-template name="word"><xsl:with-param name="key" select="'zoom_out'"/></xsl:call-template></button>
            <button type="button" data-zoom="fit"><xsl:call-template name="word"><xsl:with-param name="key" select="'zoom_fit'"/></xsl:call-template></button>
          </div>
        </div>
        <figure>
          <div class="map-frame" role="group" tabindex="0" aria-label="{map/@alt}">
            <xsl:apply-templates select="map/svg:svg" mode="map"/>
          </div>
          <xsl:if test="$rows[@element != '']">
            <figcaption class="tools" hidden="hidden"><xsl:call-template name="word"><xsl:with-param name="key" select="'map_hint'"/></xsl:call-template></figcaption>
          </xsl:if>
        </figure>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template match="@*|node()" mode="map">
    <xsl:copy><xsl:apply-templates select="@*|node()" mode="map"/></xsl:copy>
  </xsl:template>

  <!-- A picture by itself is one image; here its markers are links, so it is a group of them. -->
  <xsl:template match="map/svg:svg/@role" mode="map">
    <xsl:attribute name="role">group</xsl:attribute>
  </xsl:template>

  <xsl:template match="map/svg:svg/@aria-labelledby" mode="map">
    <xsl:attribute name="aria-labelledby"><xsl:value-of select="../svg:title/@id"/></xsl:attribute>
  </xsl:template>

  <!-- The table says what these say. -->
  <xsl:template match="map/svg:svg/svg:desc|map/svg:svg/svg:metadata" mode="map"/>

  <!-- It guards the picture from the rules of any page: this page has none that touch it, and its
       policy allows no style but its own. -->
  <xsl:template match="map/svg:svg//svg:style" mode="map"/>

  <!-- What is drawn but the incidents: to be seen, not to be read out name by name. -->
  <xsl:template match="map/svg:svg/svg:g[not(descendant-or-self::svg:g[key('on-marker', @id)])]" mode="map">
    <xsl:copy>
      <xsl:apply-templates select="@*" mode="map"/>
      <xsl:attribute name="aria-hidden">true</xsl:attribute>
      <xsl:apply-templates select="node()" mode="map"/>
    </xsl:copy>
  </xsl:template>

  <!-- A marker leads to its row, or to the first of the rows that it stands for. -->
  <xsl:template match="svg:g[key('on-marker', @id)]" mode="map">
    <xsl:copy>
      <xsl:apply-templates select="@*" mode="map"/>
      <a xmlns="http://www.w3.org/2000/svg" class="marker" href="#incident-{key('on-marker', @id)[1]/@number}">
        <xsl:apply-templates select="node()" mode="map"/>
      </a>
    </xsl:copy>
  </xsl:template>

  <xsl:template match="svg:g[key('on-marker', @id)]//svg:a" mode="map">
    <xsl:apply-templates select="node()" mode="map"/>
  </xsl:template>

  <!-- ================================================================ Timeline -->

  <xsl:template name="timeline">
    <xsl:if test="$has-timeline">
      <xsl:variable name="bars" select="count(timeline/bar)"/>
      <!-- At most about ten names stand under the bars, on a narrow screen half of them. -->
      <xsl:variable name="step" select="ceiling($bars div 10)"/>
      <section class="timeline" aria-labelledby="timeline">
        <h2 id="timeline"><xsl:call-template name="word"><xsl:with-param name="key" select="'timeline'"/></xsl:call-template></h2>
        <figure>
          <figcaption>
            <xsl:value-of select="timeline/@label"/>
            <xsl:if test="timeline/@undated &gt; 0">
              <xsl:text> · </xsl:text>
              <xsl:call-template name="word"><xsl:with-param name="key" select="'inexact_date'"/></xsl:call-template>
              <xsl:call-template name="colon"/>
              <xsl:value-of select="timeline/@undated"/>
            </xsl:if>
          </figcaption>
          <xsl:call-template name="color-key"/>
          <div class="scroll" role="group" tabindex="0" aria-label="{timeline/@label}">
            <ol>
              <xsl:attribute name="class">
                <xsl:text>bars</xsl:text>
                <xsl:if test="$bars &gt; 31"> many</xsl:if>
                <xsl:if test="$bars &lt; 8"> few</xsl:if>
              </xsl:attribute>
              <xsl:for-each select="timeline/bar">
                <li data-from="{@from}" data-to="{@to}">
                  <xsl:if test="$bars &gt;= 8 and (position() - 1) mod $step = 0">
                    <xsl:attribute name="class">
                      <xsl:text>named</xsl:text>
                      <xsl:if test="(position() - 1) mod (2 * $step) = 0"> well</xsl:if>
                    </xsl:attribute>
                  </xsl:if>
                  <span class="unseen"><xsl:value-of select="concat(@text, ': ', @count)"/></span>
                  <xsl:choose>
                    <xsl:when test="$bars &lt; 8"><xsl:call-template name="row-of-bar"/></xsl:when>
                    <xsl:otherwise><xsl:call-template name="column-of-bar"/></xsl:otherwise>
                  </xsl:choose>
                </li>
              </xsl:for-each>
            </ol>
          </div>
          <xsl:call-template name="timeline-table"/>
        </figure>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- The current <bar> as a column, its count on it and its name below. -->
  <xsl:template name="column-of-bar">
    <span class="stack" aria-hidden="true">
      <xsl:if test="@count &gt; 0">
        <!-- The count has the height that the highest column leaves. -->
        <span class="count"><xsl:value-of select="@count"/></span>
        <svg xmlns="http://www.w3.org/2000/svg" class="column" height="{format-number(88 * @count div ../@max, '0.##')}%" viewBox="0 0 1 {@count}" preserveAspectRatio="none">
          <xsl:for-each select="part">
            <rect y="{../@count - @count - sum(preceding-sibling::part/@count)}" x="0.06" width="0.88" height="{@count}">
              <xsl:call-template name="part-of-bar"/>
            </rect>
          </xsl:for-each>
        </svg>
      </xsl:if>
    </span>
    <span class="name" aria-hidden="true"><xsl:value-of select="@short"/></span>
  </xsl:template>

  <!-- Few bars lie: columns as wide as they could be would tower in a corner. -->
  <xsl:template name="row-of-bar">
    <span class="name" aria-hidden="true"><xsl:value-of select="@text"/></span>
    <svg xmlns="http://www.w3.org/2000/svg" class="column" viewBox="0 0 {../@max} 1" preserveAspectRatio="none" aria-hidden="true">
      <xsl:for-each select="part">
        <rect x="{sum(preceding-sibling::part/@count)}" width="{@count}" height="1">
          <xsl:call-template name="part-of-bar"/>
        </rect>
      </xsl:for-each>
    </svg>
    <span class="count" aria-hidden="true"><xsl:value-of select="@count"/></span>
  </xsl:template>

  <xsl:template name="part-of-bar">
    <xsl:if test="@color != ''"><xsl:attribute name="fill"><xsl:value-of select="@color"/></xsl:attribute></xsl:if>
    <title xmlns="http://www.w3.org/2000/svg"><xsl:value-of select="concat(../@text, ' · ', @label, ': ', @count)"/></title>
  </xsl:template>

  <!-- What each colour stands for: types of one colour together. -->
  <xsl:template name="color-key">
    <xsl:if test="types/type[@color != '']">
      <ul class="key">
        <xsl:for-each select="types/type[@color != '' and generate-id() = generate-id(key('of-color', @color)[1])]">
          <li>
            <svg xmlns="http://www.w3.org/2000/svg" class="swatch" viewBox="0 0 1 1" aria-hidden="true"><rect width="1" height="1" fill="{@color}"/></svg>
            <xsl:for-each select="key('of-color', @color)">
              <xsl:if test="position() &gt; 1"><xsl:call-template name="comma"/></xsl:if>
              <xsl:value-of select="@label"/>
            </xsl:for-each>
          </li>
        </xsl:for-each>
      </ul>
    </xsl:if>
  </xsl:template>

  <xsl:template name="timeline-table">
    <details>
      <summary><xsl:call-template name="word"><xsl:with-param name="key" select="'as_table'"/></xsl:call-template></summary>
      <table class="plain">
        <caption class="unseen"><xsl:value-of select="timeline/@label"/></caption>
        <thead>
          <tr>
            <th scope="col"><xsl:call-template name="word"><xsl:with-param name="key" select="'period'"/></xsl:call-template></th>
            <th scope="col" class="figure"><xsl:call-template name="word"><xsl:with-param name="key" select="'count'"/></xsl:call-template></th>
            <xsl:if test="$has-killed"><th scope="col" class="figure"><xsl:call-template name="word"><xsl:with-param name="key" select="'killed'"/></xsl:call-template></th></xsl:if>
            <th scope="col"><xsl:call-template name="word"><xsl:with-param name="key" select="'by_type'"/></xsl:call-template></th>
          </tr>
        </thead>
        <tbody>
          <xsl:for-each select="timeline/bar[@count &gt; 0]">
            <tr>
              <th scope="row"><xsl:value-of select="@text"/></th>
              <td class="figure"><xsl:call-template name="figure"><xsl:with-param name="value" select="@count"/></xsl:call-template></td>
              <xsl:if test="$has-killed"><td class="figure"><xsl:call-template name="figure"><xsl:with-param name="value" select="@killed"/></xsl:call-template></td></xsl:if>
              <td>
                <xsl:for-each select="part">
                  <xsl:if test="position() &gt; 1"> · </xsl:if>
                  <xsl:value-of select="concat(@label, ': ', @count)"/>
                </xsl:for-each>
              </td>
            </tr>
          </xsl:for-each>
        </tbody>
      </table>
    </details>
  </xsl:template>

  <!-- ================================================================ By type, by place -->

  <xsl:template name="counts">
    <xsl:if test="types/type or places/place">
      <div class="counts">
        <xsl:if test="types/type">
          <section aria-labelledby="by_type">
            <h2 id="by_type"><xsl:call-template name="word"><xsl:with-param name="key" select="'by_type'"/></xsl:call-template></h2>
            <table class="counted" data-filter="type" aria-labelledby="by_type">
              <xsl:call-template name="count-head"><xsl:with-param name="what" select="'type'"/></xsl:call-template>
              <tbody>
                <xsl:for-each select="types/type">
                  <tr>
                    <th scope="row" data-value="{@name}">
                      <span class="label"><xsl:call-template name="type-sign"/><xsl:value-of select="@label"/></span>
                    </th>
                    <xsl:call-template name="count-cells">
                      <xsl:with-param name="max" select="../type[1]/@count"/>
                      <xsl:with-param name="color" select="@color"/>
                    </xsl:call-template>
                  </tr>
                </xsl:for-each>
              </tbody>
            </table>
          </section>
        </xsl:if>
        <xsl:if test="places/place">
          <section aria-labelledby="by_place">
            <h2 id="by_place"><xsl:call-template name="word"><xsl:with-param name="key" select="'by_place'"/></xsl:call-template></h2>
            <xsl:call-template name="place-counts">
              <xsl:with-param name="places" select="places/place[position() &lt;= 12]"/>
            </xsl:call-template>
            <xsl:if test="places/place[13]">
              <details>
                <summary><xsl:call-template name="word"><xsl:with-param name="key" select="'show_more'"/></xsl:call-template></summary>
                <xsl:call-template name="place-counts">
                  <xsl:with-param name="places" select="places/place[position() &gt; 12]"/>
                </xsl:call-template>
                <xsl:if test="places/@rest_text != ''"><p class="aside"><xsl:value-of select="places/@rest_text"/></p></xsl:if>
              </details>
            </xsl:if>
          </section>
        </xsl:if>
      </div>
    </xsl:if>
  </xsl:template>

  <xsl:template name="place-counts">
    <xsl:param name="places"/>
    <table class="counted" data-filter="place" aria-labelledby="by_place">
      <xsl:call-template name="count-head"><xsl:with-param name="what" select="'place'"/></xsl:call-template>
      <tbody>
        <xsl:for-each select="$places">
          <tr>
            <th scope="row" data-value="{@name}">
              <span class="label"><xsl:call-template name="data"><xsl:with-param name="text" select="@name"/></xsl:call-template></span>
              <xsl:if test="@admin1 != '' and @admin1 != @name">
                <xsl:text> </xsl:text>
                <small><xsl:call-template name="data"><xsl:with-param name="text" select="@admin1"/></xsl:call-template></small>
              </xsl:if>
            </th>
            <xsl:call-template name="count-cells">
              <xsl:with-param name="max" select="../place[1]/@count"/>
            </xsl:call-template>
          </tr>
        </xsl:for-each>
      </tbody>
    </table>
  </xsl:template>

  <xsl:template name="count-head">
    <xsl:param name="what"/>
    <thead>
      <tr>
        <th scope="col"><xsl:call-template name="word"><xsl:with-param name="key" select="$what"/></xsl:call-template></th>
        <th scope="col" class="figure" colspan="2"><xsl:call-template name="word"><xsl:with-param name="key" select="'incidents'"/></xsl:call-template></th>
        <xsl:if test="$has-killed"><th scope="col" class="figure"><xsl:call-template name="word"><xsl:with-param name="key" select="'killed'"/></xsl:call-template></th></xsl:if>
        <xsl:if test="$has-injured"><th scope="col" class="figure"><xsl:call-template name="word"><xsl:with-param name="key" select="'injured'"/></xsl:call-template></th></xsl:if>
      </tr>
    </thead>
  </xsl:template>

  <!-- The current <type> or <place> in figures. -->
  <xsl:template name="count-cells">
    <xsl:param name="max"/>
    <xsl:param name="color"/>
    <td class="bar">
      <xsl:call-template name="bar">
        <xsl:with-param name="value" select="@count"/>
        <xsl:with-param name="max" select="$max"/>
        <xsl:with-param name="color" select="$color"/>
      </xsl:call-template>
    </td>
    <td class="figure"><xsl:call-template name="figure"><xsl:with-param name="value" select="@count"/></xsl:call-template></td>
    <xsl:if test="$has-killed"><td class="figure"><xsl:call-template name="figure"><xsl:with-param name="value" select="@killed"/></xsl:call-template></td></xsl:if>
    <xsl:if test="$has-injured"><td class="figure"><xsl:call-template name="figure"><xsl:with-param name="value" select="@injured"/></xsl:call-template></td></xsl:if>
  </xsl:template>

  <!-- ================================================================ The table of incidents -->

  <xsl:template name="incidents">
    <!-- Roles are said although the elements have them: laid out as grids, tables lose them in some browsers. -->
    <section class="incidents" aria-labelledby="incidents">
      <h2 id="incidents" tabindex="-1"><xsl:call-template name="word"><xsl:with-param name="key" select="'incidents'"/></xsl:call-template></h2>
      <xsl:if test="incidents/@note != ''"><p class="aside"><xsl:value-of select="incidents/@note"/></p></xsl:if>
      <xsl:call-template name="filter"/>
      <div class="scroll" role="group" tabindex="0" aria-labelledby="incidents">
        <table id="list" role="table" aria-labelledby="incidents">
          <xsl:attribute name="class">
            <xsl:text>list</xsl:text>
            <xsl:if test="count($rows) &gt; 300"> long</xsl:if>
            <xsl:if test="$has-dates"> with-date</xsl:if>
            <xsl:if test="$has-types"> with-type</xsl:if>
            <xsl:if test="$has-killed"> with-killed</xsl:if>
            <xsl:if test="$has-injured"> with-injured</xsl:if>
            <xsl:if test="$has-front"> with-front</xsl:if>
            <xsl:if test="$has-towns"> with-town</xsl:if>
            <xsl:if test="$has-confidence"> with-confidence</xsl:if>
          </xsl:attribute>
          <thead role="rowgroup">
            <tr role="row">
              <xsl:call-template name="column-head"><xsl:with-param name="key" select="'number'"/><xsl:with-param name="sort" select="'number'"/></xsl:call-template>
              <xsl:if test="$has-dates"><xsl:call-template name="column-head"><xsl:with-param name="key" select="'date'"/></xsl:call-template></xsl:if>
              <xsl:if test="$has-types"><xsl:call-template name="column-head"><xsl:with-param name="key" select="'type'"/></xsl:call-template></xsl:if>
              <xsl:call-template name="column-head"><xsl:with-param name="key" select="'place'"/></xsl:call-template>
              <xsl:call-template name="column-head"><xsl:with-param name="key" select="'headline'"/></xsl:call-template>
              <xsl:if test="$has-killed"><xsl:call-template name="column-head"><xsl:with-param name="key" select="'killed'"/><xsl:with-param name="sort" select="'number'"/></xsl:call-template></xsl:if>
              <xsl:if test="$has-injured"><xsl:call-template name="column-head"><xsl:with-param name="key" select="'injured'"/><xsl:with-param name="sort" select="'number'"/></xsl:call-template></xsl:if>
              <xsl:if test="$has-front"><xsl:call-template name="column-head"><xsl:with-param name="key" select="'front'"/><xsl:with-param name="sort" select="'number'"/></xsl:call-template></xsl:if>
              <xsl:if test="$has-towns"><xsl:call-template name="column-head"><xsl:with-param name="key" select="'town'"/><xsl:with-param name="sort" select="'number'"/></xsl:call-template></xsl:if>
              <xsl:if test="$has-confidence"><xsl:call-template name="column-head"><xsl:with-param name="key" select="'confidence'"/><xsl:with-param name="sort" select="'number'"/></xsl:call-template></xsl:if>
            </tr>
          </thead>
          <tbody role="rowgroup">
            <xsl:apply-templates select="incidents/incident" mode="row">
              <xsl:sort select="@number" data-type="number"/>
            </xsl:apply-templates>
          </tbody>
        </table>
      </div>
    </section>
  </xsl:template>

  <!-- A column's head. `sort` says by what the script sorts: text, or number (of data-value). -->
  <xsl:template name="column-head">
    <xsl:param name="key"/>
    <xsl:param name="sort" select="'text'"/>
    <th scope="col" role="columnheader" data-sort="{$sort}" class="h-{$key}"><span><xsl:call-template name="word"><xsl:with-param name="key" select="$key"/></xsl:call-template></span></th>
  </xsl:template>

  <!-- One row. data-value is what the script sorts by where the text itself would mislead. -->
  <xsl:template match="incident" mode="row">
    <tr role="row" id="incident-{@number}" data-type="{@type}" data-place="{@place}" data-element="{@element}">
      <xsl:if test="@date != ''"><xsl:attribute name="data-date"><xsl:value-of select="@date"/></xsl:attribute></xsl:if>
      <xsl:if test="@date_to != ''"><xsl:attribute name="data-date-to"><xsl:value-of select="@date_to"/></xsl:attribute></xsl:if>
      <td role="cell" class="number" data-value="{@number}"><xsl:call-template name="number-badge"/></td>
      <xsl:if test="$has-dates">
        <td role="cell" class="date" data-value="{@date}">
          <xsl:call-template name="cell-label"><xsl:with-param name="key" select="'date'"/></xsl:call-template>
          <xsl:call-template name="stated"><xsl:with-param name="text" select="@date_text"/></xsl:call-template>
        </td>
      </xsl:if>
      <xsl:if test="$has-types">
        <td role="cell" class="type" data-value="{@type_label}">
          <xsl:call-template name="type-sign"><xsl:with-param name="name" select="@type"/></xsl:call-template>
          <xsl:value-of select="@type_label"/>
        </td>
      </xsl:if>
      <xsl:call-template name="place-cell"/>
      <xsl:call-template name="headline-cell"/>
      <xsl:if test="$has-killed">
        <td role="cell" class="figure{substring(' none', 1 div (@killed = ''))}" data-value="{@killed}">
          <xsl:call-template name="cell-label"><xsl:with-param name="key" select="'killed'"/></xsl:call-template>
          <xsl:call-template name="figure"><xsl:with-param name="value" select="@killed"/></xsl:call-template>
        </td>
      </xsl:if>
      <xsl:if test="$has-injured">
        <td role="cell" class="figure{substring(' none', 1 div (@injured = ''))}" data-value="{@injured}">
          <xsl:call-template name="cell-label"><xsl:with-param name="key" select="'injured'"/></xsl:call-template>
          <xsl:call-template name="figure"><xsl:with-param name="value" select="@injured"/></xsl:call-template>
        </td>
      </xsl:if>
      <xsl:if test="$has-front"><xsl:call-template name="front-cell"/></xsl:if>
      <xsl:if test="$has-towns">
        <td role="cell" class="town{substring(' none', 1 div (@town_text = ''))}" data-value="{@town_distance_m}">
          <xsl:call-template name="cell-label"><xsl:with-param name="key" select="'town'"/></xsl:call-template>
          <xsl:call-template name="stated"><xsl:with-param name="text" select="@town_text"/></xsl:call-template>
        </td>
      </xsl:if>
      <xsl:if test="$has-confidence"><xsl:call-template name="confidence-cell"/></xsl:if>
    </tr>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>

  <xsl:template name="place-cell">
    <xsl:variable name="named" select="concat(@place, substring(@location, 1, string-length(@location) * (@place = '')))"/>
    <td role="cell" class="place" data-value="{$named}">
      <b><xsl:call-template name="data"><xsl:with-param name="text" select="$named"/></xsl:call-template></b>
      <xsl:if test="@location != '' and @location != $named">
        <small><xsl:call-template name="data"><xsl:with-param name="text" select="@location"/></xsl:call-template></small>
      </xsl:if>
      <xsl:if test="@admin1 != '' and @admin1 != $named or @uncertainty_text != '' and @lon != ''">
        <small>
          <xsl:if test="@admin1 != '' and @admin1 != $named">
            <xsl:call-template name="data"><xsl:with-param name="text" select="@admin1"/></xsl:call-template>
            <xsl:if test="@uncertainty_text != '' and @lon != ''"> · </xsl:if>
          </xsl:if>
          <xsl:if test="@uncertainty_text != '' and @lon != ''"><bdi class="whole">± <xsl:value-of select="@uncertainty_text"/></bdi></xsl:if>
        </small>
      </xsl:if>
      <!-- Why here: told where the name is not simply the place's own, in the resolver's English; other
           languages have what stands with the confidence. -->
      <xsl:if test="$report/@lang = 'en' and @reason != '' and @lon != '' and @match != 'exact' and @match != ''">
        <small class="note"><xsl:call-template name="reason"/></small>
      </xsl:if>
    </td>
  </xsl:template>

  <xsl:template name="headline-cell">
    <td role="cell" class="headline" data-value="{@headline}">
      <xsl:call-template name="data"><xsl:with-param name="text" select="@headline"/></xsl:call-template>
      <xsl:variable name="known-by" select="@id != '' and @id != @number"/>
      <xsl:if test="@actor1 != '' or @actor2 != '' or $known-by">
        <small>
          <xsl:for-each select="@actor1[. != '']|@actor2[. != '']">
            <xsl:if test="position() &gt; 1"> · </xsl:if>
            <xsl:call-template name="data"><xsl:with-param name="text" select="."/></xsl:call-template>
          </xsl:for-each>
          <xsl:if test="$known-by">
            <xsl:if test="@actor1 != '' or @actor2 != ''"> · </xsl:if>
            <xsl:call-template name="word"><xsl:with-param name="key" select="'id'"/></xsl:call-template>
            <xsl:call-template name="colon"/>
            <bdi class="whole"><xsl:value-of select="@id"/></bdi>
          </xsl:if>
        </small>
      </xsl:if>
      <xsl:if test="@note != ''">
        <small class="note"><xsl:call-template name="data"><xsl:with-param name="text" select="@note"/></xsl:call-template></small>
      </xsl:if>
      <xsl:if test="$has-sources and (@source != '' or @url != '')">
        <small>
          <xsl:call-template name="word"><xsl:with-param name="key" select="'source'"/></xsl:call-template>
          <xsl:call-template name="colon"/>
          <xsl:call-template name="outward-link">
            <xsl:with-param name="url" select="@url"/>
            <xsl:with-param name="text" select="@source"/>
          </xsl:call-template>
        </small>
      </xsl:if>
    </td>
  </xsl:template>

  <xsl:template name="front-cell">
    <td role="cell" class="front{substring(' none', 1 div (@front_text = '' and @front_note = ''))}" data-value="{@front_distance_m}">
      <xsl:call-template name="cell-label"><xsl:with-param name="key" select="'front'"/></xsl:call-template>
      <xsl:call-template name="stated"><xsl:with-param name="text" select="@front_text"/></xsl:call-template>
      <xsl:if test="@controller != ''">
        <small>
          <xsl:call-template name="word"><xsl:with-param name="key" select="'controller'"/></xsl:call-template>
          <xsl:text> </xsl:text>
          <xsl:call-template name="data"><xsl:with-param name="text" select="@controller"/></xsl:call-template>
        </small>
      </xsl:if>
      <xsl:if test="@front_note != ''"><small><xsl:value-of select="@front_note"/></small></xsl:if>
    </td>
  </xsl:template>

  <xsl:template name="confidence-cell">
    <td role="cell" class="confidence" data-value="{@confidence}">
      <xsl:call-template name="cell-label"><xsl:with-param name="key" select="'confidence'"/></xsl:call-template>
      <xsl:call-template name="stated"><xsl:with-param name="text" select="@confidence_text"/></xsl:call-template>
      <xsl:text> </xsl:text>
      <small>
        <xsl:choose>
          <xsl:when test="@match_text != '' and @lon != ''"><xsl:value-of select="@match_text"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="@placed_by_text"/></xsl:otherwise>
        </xsl:choose>
      </small>
    </td>
  </xsl:template>

  <!-- ================================================================ What the script offers -->

  <!-- Shown by the script, which alone can do what it offers. -->
  <xsl:template name="filter">
    <form class="filter tools" role="search" hidden="hidden" aria-labelledby="incidents">
      <label class="wide">
        <span><xsl:call-template name="word"><xsl:with-param name="key" select="'search'"/></xsl:call-template></span>
        <input type="search" name="text" autocomplete="off">
          <xsl:attribute name="placeholder"><xsl:call-template name="word"><xsl:with-param name="key" select="'search_hint'"/></xsl:call-template></xsl:attribute>
        </input>
      </label>
      <xsl:if test="types/type[2]">
        <label>
          <span><xsl:call-template name="word"><xsl:with-param name="key" select="'type'"/></xsl:call-template></span>
          <select name="type">
            <option value=""><xsl:call-template name="word"><xsl:with-param name="key" select="'all_types'"/></xsl:call-template></option>
            <xsl:for-each select="types/type">
              <option value="{@name}"><xsl:value-of select="@label"/></option>
            </xsl:for-each>
          </select>
        </label>
      </xsl:if>
      <xsl:if test="places/place[2]">
        <label>
          <span><xsl:call-template name="word"><xsl:with-param name="key" select="'place'"/></xsl:call-template></span>
          <select name="place">
            <option value=""><xsl:call-template name="word"><xsl:with-param name="key" select="'all_places'"/></xsl:call-template></option>
            <xsl:for-each select="places/place">
              <xsl:sort select="@name"/>
              <option value="{@name}"><xsl:value-of select="@name"/></option>
            </xsl:for-each>
          </select>
        </label>
      </xsl:if>
      <xsl:if test="$has-dates">
        <label>
          <span><xsl:call-template name="word"><xsl:with-param name="key" select="'from'"/></xsl:call-template></span>
          <input type="date" name="from" min="{period/@from}" max="{period/@to}"/>
        </label>
        <label>
          <span><xsl:call-template name="word"><xsl:with-param name="key" select="'to'"/></xsl:call-template></span>
          <input type="date" name="to" min="{period/@from}" max="{period/@to}"/>
        </label>
      </xsl:if>
      <label class="narrow-only">
        <span><xsl:call-template name="word"><xsl:with-param name="key" select="'sort_by'"/></xsl:call-template></span>
        <select name="sort"></select>
      </label>
      <p class="selection" hidden="hidden">
        <span><xsl:call-template name="word"><xsl:with-param name="key" select="'selected'"/></xsl:call-template></span>
        <b dir="auto"></b>
        <button type="button"><xsl:call-template name="word"><xsl:with-param name="key" select="'clear_selection'"/></xsl:call-template></button>
      </p>
      <button type="reset"><xsl:call-template name="word"><xsl:with-param name="key" select="'reset'"/></xsl:call-template></button>
      <p role="status" class="shown">
        <xsl:attribute name="data-text"><xsl:call-template name="word"><xsl:with-param name="key" select="'rows_shown'"/></xsl:call-template></xsl:attribute>
        <xsl:attribute name="data-none"><xsl:call-template name="word"><xsl:with-param name="key" select="'no_match'"/></xsl:call-template></xsl:attribute>
      </p>
    </form>
  </xsl:template>

  <!-- ================================================================ What could not be placed -->

  <xsl:template name="unplaced">
    <xsl:if test="unplaced/incident">
      <section class="unplaced" aria-labelledby="not_placed">
        <h2 id="not_placed"><xsl:call-template name="word"><xsl:with-param name="key" select="'not_placed'"/></xsl:call-template></h2>
        <div class="scroll" role="group" tabindex="0" aria-labelledby="not_placed">
          <table class="plain" aria-labelledby="not_placed">
            <thead>
              <tr>
                <th scope="col"><xsl:call-template name="word"><xsl:with-param name="key" select="'number'"/></xsl:call-template></th>
                <th scope="col"><xsl:call-template name="word"><xsl:with-param name="key" select="'as_reported'"/></xsl:call-template></th>
                <th scope="col"><xsl:call-template name="word"><xsl:with-param name="key" select="'headline'"/></xsl:call-template></th>
                <th scope="col"><xsl:call-template name="word"><xsl:with-param name="key" select="'reason'"/></xsl:call-template></th>
                <xsl:if test="unplaced/incident/candidate">
                  <th scope="col"><xsl:call-template name="word"><xsl:with-param name="key" select="'candidates'"/></xsl:call-template></th>
                </xsl:if>
              </tr>
            </thead>
            <tbody>
              <xsl:apply-templates select="unplaced/incident" mode="unplaced"/>
            </tbody>
          </table>
        </div>
        <xsl:call-template name="listed"><xsl:with-param name="listed" select="unplaced/@listed"/><xsl:with-param name="total" select="unplaced/@total"/></xsl:call-template>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template match="incident" mode="unplaced">
    <tr>
      <td class="number">
        <xsl:choose>
          <xsl:when test="key('incident', @number)"><a class="badge open" href="#incident-{@number}"><xsl:value-of select="@number"/></a></xsl:when>
          <xsl:otherwise><span class="badge open"><xsl:value-of select="@number"/></span></xsl:otherwise>
        </xsl:choose>
      </td>
      <td><b><xsl:call-template name="data"><xsl:with-param name="text" select="@location"/></xsl:call-template></b></td>
      <td>
        <xsl:call-template name="data"><xsl:with-param name="text" select="@headline"/></xsl:call-template>
        <xsl:if test="@date_text != ''"><small><xsl:value-of select="@date_text"/></small></xsl:if>
      </td>
      <td>
        <xsl:value-of select="@status_text"/>
        <xsl:if test="@reason != ''"><small><xsl:call-template name="reason"/></small></xsl:if>
      </td>
      <xsl:if test="../incident/candidate">
        <td>
          <xsl:if test="candidate">
            <ul class="candidates">
              <xsl:for-each select="candidate">
                <li>
                  <xsl:call-template name="data"><xsl:with-param name="text" select="@name"/></xsl:call-template>
                  <xsl:if test="@admin1 != ''">
                    <xsl:call-template name="comma"/>
                    <xsl:call-template name="data"><xsl:with-param name="text" select="@admin1"/></xsl:call-template>
                  </xsl:if>
                  <xsl:if test="@confidence &gt;= 0.01"><span class="aside"> (<bdi><xsl:call-template name="share"><xsl:with-param name="value" select="@confidence"/></xsl:call-template></bdi>)</span></xsl:if>
                </li>
              </xsl:for-each>
            </ul>
          </xsl:if>
        </td>
      </xsl:if>
    </tr>
  </xsl:template>

  <xsl:template name="rejected">
    <xsl:if test="rejected/row">
      <section class="rejected" aria-labelledby="rejected">
        <h2 id="rejected"><xsl:call-template name="word"><xsl:with-param name="key" select="'rejected'"/></xsl:call-template></h2>
        <table class="plain" aria-labelledby="rejected">
          <thead>
            <tr>
              <th scope="col" class="figure"><xsl:call-template name="word"><xsl:with-param name="key" select="'row'"/></xsl:call-template></th>
              <th scope="col"><xsl:call-template name="word"><xsl:with-param name="key" select="'fault'"/></xsl:call-template></th>
            </tr>
          </thead>
          <tbody>
            <xsl:for-each select="rejected/row">
              <tr>
                <td class="figure"><xsl:value-of select="@number"/></td>
                <td><bdi lang="en" dir="ltr"><xsl:value-of select="@fault"/></bdi></td>
              </tr>
            </xsl:for-each>
          </tbody>
        </table>
        <xsl:call-template name="listed"><xsl:with-param name="listed" select="rejected/@listed"/><xsl:with-param name="total" select="rejected/@count"/></xsl:call-template>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- Says so where a list is not whole. -->
  <xsl:template name="listed">
    <xsl:param name="listed"/>
    <xsl:param name="total"/>
    <xsl:if test="$listed &lt; $total">
      <xsl:variable name="text"><xsl:call-template name="word"><xsl:with-param name="key" select="'rows_shown'"/></xsl:call-template></xsl:variable>
      <p class="aside">
        <xsl:value-of select="concat(substring-before($text, '{shown}'), $listed, substring-before(substring-after($text, '{shown}'), '{total}'), $total, substring-after($text, '{total}'))"/>
      </p>
    </xsl:if>
  </xsl:template>

  <!-- ================================================================ Method, sources -->

  <xsl:template name="method">
    <xsl:if test="method/item">
      <section class="method" aria-labelledby="method">
        <h2 id="method"><xsl:call-template name="word"><xsl:with-param name="key" select="'method'"/></xsl:call-template></h2>
        <ul>
          <xsl:for-each select="method/item">
            <li class="method-{@key}"><xsl:value-of select="."/></li>
          </xsl:for-each>
        </ul>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template name="sources">
    <xsl:if test="sources/source">
      <section class="sources" aria-labelledby="sources">
        <h2 id="sources"><xsl:call-template name="word"><xsl:with-param name="key" select="'sources'"/></xsl:call-template></h2>
        <xsl:if test="sources/source[@kind = 'incidents']">
          <h3><xsl:call-template name="word"><xsl:with-param name="key" select="'sources_incidents'"/></xsl:call-template></h3>
          <ul>
            <xsl:for-each select="sources/source[@kind = 'incidents']">
              <li>
                <xsl:call-template name="outward-link">
                  <xsl:with-param name="url" select="@url"/>
                  <xsl:with-param name="text" select="@name"/>
                </xsl:call-template>
                <xsl:if test="@count != ''"><span class="aside"> (<bdi><xsl:value-of select="@count"/></bdi>)</span></xsl:if>
              </li>
            </xsl:for-each>
          </ul>
        </xsl:if>
        <xsl:if test="sources/source[@kind != 'incidents']">
          <h3><xsl:call-template name="word"><xsl:with-param name="key" select="'sources_data'"/></xsl:call-template></h3>
          <ul>
            <xsl:for-each select="sources/source[@kind != 'incidents']">
              <li>
                <xsl:call-template name="outward-link">
                  <xsl:with-param name="url" select="@url"/>
                  <xsl:with-param name="text" select="@name"/>
                </xsl:call-template>
                <xsl:if test="@licence != ''"> · <bdi><xsl:value-of select="@licence"/></bdi></xsl:if>
                <xsl:if test="@attribution != '' and @attribution != @name"> · <xsl:call-template name="data"><xsl:with-param name="text" select="@attribution"/></xsl:call-template></xsl:if>
              </li>
            </xsl:for-each>
          </ul>
        </xsl:if>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- ================================================================ Small things -->

  <!-- A word or phrase in the report's language. -->
  <xsl:template name="word">
    <xsl:param name="key"/>
    <xsl:if test="not(key('word', $key))">
      <xsl:message terminate="yes">there is no word "<xsl:value-of select="$key"/>"</xsl:message>
    </xsl:if>
    <xsl:value-of select="key('word', $key)"/>
  </xsl:template>

  <xsl:template name="comma">
    <xsl:choose>
      <xsl:when test="$report/@lang = 'ar'">، </xsl:when>
      <xsl:otherwise>, </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="colon">
    <xsl:choose>
      <xsl:when test="$report/@lang = 'fr'"> : </xsl:when>
      <xsl:otherwise>: </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Text from the data: any language and direction, kept apart from what stands around it, and
       its language said where its script is not the page's. -->
  <xsl:template name="data">
    <xsl:param name="text"/>
    <xsl:if test="$text != ''">
      <bdi>
        <xsl:choose>
          <xsl:when test="translate($text, $arabic, '') != $text">
            <xsl:if test="$report/@lang != 'ar'"><xsl:attribute name="lang">ar</xsl:attribute></xsl:if>
          </xsl:when>
          <xsl:when test="$report/@lang = 'ar' and translate($text, $latin, '') != $text">
            <xsl:attribute name="lang">und-Latn</xsl:attribute>
          </xsl:when>
        </xsl:choose>
        <xsl:value-of select="$text"/>
      </bdi>
    </xsl:if>
  </xsl:template>

  <!-- What the resolver says of the current incident: in English, whatever the page's language. -->
  <xsl:template name="reason">
    <bdi dir="ltr">
      <xsl:if test="$report/@lang != 'en'"><xsl:attribute name="lang">en</xsl:attribute></xsl:if>
      <xsl:value-of select="@reason"/>
    </bdi>
  </xsl:template>

  <!-- A count as the language writes it, or a dash where the table says nothing. -->
  <xsl:template name="figure">
    <xsl:param name="value"/>
    <xsl:choose>
      <xsl:when test="$value = ''">–</xsl:when>
      <xsl:when test="$report/@lang = 'fr'"><xsl:value-of select="format-number($value, '# ##0', 'fr')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="format-number($value, '#,##0')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A number from 0 to 1 as the language writes it. -->
  <xsl:template name="share">
    <xsl:param name="value"/>
    <xsl:choose>
      <xsl:when test="$report/@lang = 'fr'"><xsl:value-of select="format-number($value, '0,00', 'fr')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="format-number($value, '0.00')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A cell's text, or a dash where the table says nothing. -->
  <xsl:template name="stated">
    <xsl:param name="text"/>
    <xsl:choose>
      <xsl:when test="$text != ''"><xsl:value-of select="$text"/></xsl:when>
      <xsl:otherwise>–</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A cell's column, said in the cell itself where rows are shown as cards. -->
  <xsl:template name="cell-label">
    <xsl:param name="key"/>
    <xsl:attribute name="data-label"><xsl:call-template name="word"><xsl:with-param name="key" select="$key"/></xsl:call-template></xsl:attribute>
  </xsl:template>

  <!-- The current incident's number as it stands on the map, leading there. -->
  <xsl:template name="number-badge">
    <xsl:choose>
      <xsl:when test="@element != ''">
        <a class="badge" href="#{@element}"><xsl:value-of select="@number"/></a>
      </xsl:when>
      <xsl:otherwise><span class="badge open"><xsl:value-of select="@number"/></span></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The sign of a type: its marker on the map where that has one, or a spot of its colour. -->
  <xsl:template name="type-sign">
    <xsl:param name="name" select="@name"/>
    <xsl:variable name="ending" select="concat('-', $name)"/>
    <xsl:variable name="symbol" select="$report/map/svg:svg/svg:defs/svg:symbol[contains(@id, '-marker-') and substring(@id, string-length(@id) - string-length($ending) + 1) = $ending][1]/@id"/>
    <xsl:choose>
      <xsl:when test="$symbol">
        <svg xmlns="http://www.w3.org/2000/svg" class="sign" viewBox="-15 -15 30 30" aria-hidden="true"><use href="#{$symbol}"/></svg>
      </xsl:when>
      <xsl:otherwise>
        <svg xmlns="http://www.w3.org/2000/svg" class="sign" viewBox="-15 -15 30 30" aria-hidden="true">
          <circle r="9"><xsl:if test="@color != ''"><xsl:attribute name="fill"><xsl:value-of select="@color"/></xsl:attribute></xsl:if></circle>
        </svg>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A bar of `value` in `max`. -->
  <xsl:template name="bar">
    <xsl:param name="value"/>
    <xsl:param name="max"/>
    <xsl:param name="color"/>
    <svg xmlns="http://www.w3.org/2000/svg" class="bar" viewBox="0 0 {$max} 1" preserveAspectRatio="none" aria-hidden="true">
      <rect width="{$value}" height="1">
        <xsl:if test="$color != ''"><xsl:attribute name="fill"><xsl:value-of select="$color"/></xsl:attribute></xsl:if>
      </rect>
    </svg>
  </xsl:template>

  <!-- A link out of the page: only to addresses of the web, whatever the data holds. -->
  <xsl:template name="outward-link">
    <xsl:param name="url"/>
    <xsl:param name="text"/>
    <xsl:choose>
      <xsl:when test="starts-with($url, 'https://') or starts-with($url, 'http://') or starts-with($url, 'mailto:')">
        <a class="outward" href="{$url}" rel="noopener noreferrer external">
          <xsl:choose>
            <xsl:when test="$text != ''"><xsl:call-template name="data"><xsl:with-param name="text" select="$text"/></xsl:call-template></xsl:when>
            <xsl:otherwise><bdi dir="ltr"><xsl:value-of select="$url"/></bdi></xsl:otherwise>
          </xsl:choose>
        </a>
      </xsl:when>
      <xsl:otherwise><xsl:call-template name="data"><xsl:with-param name="text" select="$text"/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

</xsl:stylesheet>

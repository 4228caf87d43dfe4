<?xml version="1.0" encoding="UTF-8"?>
<!-- The page as it comes with Marsad, but for its footer and a column less. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="marsad:report.xsl"/>
  <xsl:variable name="has-confidence" select="false()"/>
  <xsl:template name="page-footer">
    <footer class="page-footer"><p>Desk of <b>Examples</b></p></footer>
  </xsl:template>
</xsl:stylesheet>

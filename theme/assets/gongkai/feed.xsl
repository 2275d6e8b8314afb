<?xml version="1.0" encoding="UTF-8"?>
<!-- A feed as a page for people, for browsers that still transform XML; others show the XML itself. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:a="http://www.w3.org/2005/Atom" exclude-result-prefixes="a">
<xsl:output method="html" encoding="UTF-8" doctype-system="about:legacy-compat"/>
<xsl:template match="/a:feed">
<html lang="zh-CN">
<head><meta name="viewport" content="width=device-width,initial-scale=1"/><title>订阅：<xsl:value-of select="a:title"/></title></head>
<body style="max-width:46rem;margin:1.5rem auto;padding:0 1rem;font:1rem/1.7 'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif;color-scheme:light dark">
<h1 style="font-size:1.4rem"><xsl:value-of select="a:title"/>：订阅</h1>
<p>这是订阅地址，不是给人直接看的网页。把它复制到阅读器（订阅软件、浏览器扩展、部分邮件软件）里，有新公开、修改、废止的信息时会收到通知：</p>
<p><code style="overflow-wrap:anywhere"><xsl:value-of select="a:link[@rel='self']/@href"/></code></p>
<p><a href="{a:link[@rel='alternate']/@href}">到网站上查看</a></p>
<h2 style="font-size:1.1rem">最近的变化</h2>
<ul style="padding:0;list-style:none"><xsl:apply-templates select="a:entry"/></ul>
</body>
</html>
</xsl:template>
<xsl:template match="a:entry">
<li style="padding:.4rem 0;border-bottom:1px solid #8886"><a href="{a:link/@href}"><xsl:value-of select="a:title"/></a><br/><small><xsl:value-of select="substring(a:updated,1,10)"/>　<xsl:value-of select="a:author/a:name"/></small></li>
</xsl:template>
</xsl:stylesheet>

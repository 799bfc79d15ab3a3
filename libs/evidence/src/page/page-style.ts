/** Black on white, for A4: table heads are repeated on every page, and no row is cut that fits on one. */
export const PAGE_STYLE = `@page{size:A4;margin:16mm 14mm 18mm;@bottom-right{content:counter(page) " / " counter(pages);font:8pt Georgia,serif}}
html{background:#fff;color:#000}
body{font:10.5pt/1.4 Georgia,"Times New Roman",serif;max-width:52em;margin:2em auto;padding:0 1em;overflow-wrap:anywhere}
h1{font-size:1.6em;line-height:1.2;margin:0 0 .4em}
h2{font-size:1.25em;margin:1.8em 0 .4em;border-bottom:2px solid #000}
h3,h4,h5,h6{font-size:1.05em;margin:1.2em 0 .3em}
h1,h2,h3,h4,h5,h6,caption{break-after:avoid}
table{border-collapse:collapse;width:100%;margin:.3em 0 1em}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
th,td{border:1px solid #777;padding:.25em .5em;text-align:left;vertical-align:top}
.text{white-space:pre-line}
th{font-weight:bold;background:#eee}
thead{display:table-header-group}
tr{break-inside:avoid}
.facts th{width:32%}
.facts,.rows{break-inside:avoid}
.rows{font-size:.8em}.rows td{min-width:6.2em}
th{overflow-wrap:break-word}
.history{table-layout:fixed;font-size:.9em}
.history .number{width:5%}.history .when{width:20%}.history .who{width:27%}
.warning{border-left:4px solid #000;padding-left:.6em;margin:.4em 0}
ul{margin:.2em 0;padding-left:1.2em}
dt{font-weight:bold;margin-top:.5em}dd{margin:0 0 0 1.2em}
dt,dd,li,.warning{break-inside:avoid}
small,.none{font-size:.9em}.none{font-style:italic}
pre{white-space:pre-wrap;border:1px solid #777;padding:.6em;font:9pt/1.4 "DejaVu Sans Mono",monospace;break-inside:avoid}
@media print{body{margin:0;padding:0;max-width:none;font-size:9.5pt}}`;

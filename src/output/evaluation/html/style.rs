//! The page's style sheet: one column, system fonts, black on white, fit for print.

pub(super) const SHEET: &str = "
:root{color-scheme:light}
body{margin:0;background:#fff;color:#111;font:16px/1.5 system-ui,'Noto Sans CJK SC','Microsoft YaHei',sans-serif}
main{max-width:68rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1.15rem;margin:2rem 0 .5rem}h3{font-size:1rem;margin:1rem 0 .25rem}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:.2rem .6rem;text-align:right;border-bottom:1px solid #ccc;vertical-align:top}
th:first-child,.words td:last-child,.words th:last-child{text-align:left}th{font-weight:600}
td{white-space:nowrap}.words td:last-child{white-space:normal}td svg{max-width:none;display:block}
.wide{overflow-x:auto;margin:.5rem 0}
dl{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;margin:.5rem 0}dl div{display:flex;gap:.4rem}dt{color:#444}dd{margin:0}
.rules{list-style:none;padding:0}figure{margin:.5rem 0}figcaption{color:#444;font-size:.9rem}
svg{max-width:100%;height:auto;font:12px system-ui,sans-serif}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(11rem,1fr));gap:.75rem}
.error{border-top:1px solid #ccc;padding:.5rem 0;break-inside:avoid}
.error p{margin:.25rem 0}.why{color:#333;font-size:.9rem}
mark{background:#eee;color:inherit;border-bottom:2px solid #111}
.id{font-weight:600}
@media(max-width:40rem){main{padding:.7rem}.grid{grid-template-columns:repeat(auto-fill,minmax(9.5rem,1fr));gap:.5rem}}
@media print{main{max-width:none;padding:0}body{font-size:10pt}table{font-size:8pt}td,th{padding:.1rem .35rem}td svg{width:7rem}h2,h3{break-after:avoid}
tr,figure{break-inside:avoid}thead{display:table-header-group}
rect,circle,mark{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
";

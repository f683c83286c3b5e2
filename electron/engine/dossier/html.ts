import type { DossierPage } from '../../../shared/dossier.ts'

const escape = (text: string): string => text.toWellFormed().replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)!};`)

/** A dossier as one page that needs nothing beside it: A4 upright when it is printed, heads of tables on every sheet. It runs nothing and fetches nothing. */
export function dossierHtml({ name, title, marks, sections }: DossierPage, language: string): Uint8Array {
  const body = sections.map(({ title: head, lines, columns, rows, note }) => [
    `<section><h2>${escape(head)}</h2>`,
    lines.length === 0 ? '' : `<dl>${lines.map(([label, text]) => `<dt>${escape(label)}</dt><dd>${escape(text)}</dd>`).join('')}</dl>`,
    rows.length === 0 ? '' : `<table><thead><tr>${columns.map((one) => `<th>${escape(one.name)}</th>`).join('')}</tr></thead><tbody>${rows.map((row) => `<tr>${row.map((cell, i) => `<td${columns[i]?.number ? ' class="n"' : ''}>${escape(cell)}</td>`).join('')}</tr>`).join('')}</tbody></table>`,
    note === '' ? '' : `<p class="m">${escape(note)}</p>`, '</section>',
  ].join('')).join('\n')
  return new TextEncoder().encode(`<!doctype html>
<html lang="${escape(language)}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${escape(`${title} ${name}`)}</title>
<style>
@page { size: A4; margin: 16mm 14mm; @bottom-center { content: counter(page) " / " counter(pages); font-size: 8pt } }
body { font: 10pt/1.5 "Source Han Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; max-width: 190mm; margin: 12mm auto; padding: 0 6mm; color: #000; background: #fff }
h1 { font-size: 18pt; margin: 0 } h2 { font-size: 12pt; margin: 14pt 0 4pt; break-after: avoid }
dl { display: grid; grid-template-columns: 9em 1fr; gap: 2pt 10pt; margin: 0 } dt { color: #444 } dd { margin: 0; overflow-wrap: anywhere }
table { width: 100%; border-collapse: collapse; font-size: 8.5pt } th, td { border: 0.5pt solid #999; padding: 2pt 4pt; text-align: left; vertical-align: top; overflow-wrap: anywhere } th { background: #f2f2f2 }
thead { display: table-header-group } tr { break-inside: avoid } .n { text-align: right; font-variant-numeric: tabular-nums } .m { color: #444; font-size: 8.5pt; margin: 2pt 0 }
@media print { body { max-width: none; margin: 0; padding: 0 } }
</style></head>
<body><h1>${escape(name)}</h1><p class="m">${escape(title)}</p>${marks.map((mark) => `<p class="m">${escape(mark)}</p>`).join('')}
${body}
</body></html>
`)
}

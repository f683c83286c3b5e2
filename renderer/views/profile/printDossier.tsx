import type { ReactElement } from 'react'
import type { DossierPage } from '../../../shared/dossier.ts'
import { Paper } from '../../components/paper.tsx'

/** A dossier as paper. */
export function PrintDossier({ of, ended }: { of: DossierPage; ended: () => void }): ReactElement {
  return (
    <Paper ended={ended} kind="dossier">
      <h1>{of.title} · {of.name}</h1>
      {of.marks.map((mark) => <p key={mark}>{mark}</p>)}
      {of.sections.map((section) => (
        <section key={section.title}>
          <h2>{section.title}</h2>
          {section.lines.length > 0 && <dl>{section.lines.map(([label, text]) => [<dt key={label}>{label}</dt>, <dd key={`${label} text`}>{text}</dd>])}</dl>}
          {section.rows.length > 0 && (
            <table>
              <thead><tr>{section.columns.map((column) => <th key={column.name}>{column.name}</th>)}</tr></thead>
              <tbody>{section.rows.map((row, i) => <tr key={i}>{row.map((cell, at) => <td key={at} className={section.columns[at]?.number ? 'right' : undefined}>{cell}</td>)}</tr>)}</tbody>
            </table>
          )}
          {section.note !== '' && <p>{section.note}</p>}
        </section>
      ))}
    </Paper>
  )
}

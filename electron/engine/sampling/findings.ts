import type { DrawFindings, Tier } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Connection } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import { concluded, problem } from '../workspace/inspected.ts'
import { findDraw } from './draws.ts'
import { extrapolate } from './extrapolate.ts'

/**
 * What inspections found of the drawn since the day of the draw, and what that says of the frame. An inspection counts where it came to a result; of
 * those that were published here only the draw's own, of a part of a joint inspection those of its department and items.
 * @throws MingchaError no_such_draw, draw_not_drawn
 */
export async function findingsOf(ask: Connection, draw: number): Promise<DrawFindings> {
  const { drawn_at: drawnAt, rules } = await findDraw(ask, draw)
  if (drawnAt === null) throw new MingchaError('draw_not_drawn', `draw ${draw} is committed and not yet drawn`, 'Draw it with a public seed first.', { draw })
  const since = drawnAt.slice(0, 10)
  const rows = await ask.rows<{ stratum: Tier; drawn: number; inspected: number; problems: number }>(sql`
    WITH own AS (SELECT 'draw' AS origin, ${draw}::INTEGER AS number, NULL AS department, NULL AS item
      UNION ALL SELECT 'campaign', campaign, department, unnest(from_json(items, '["VARCHAR"]')) FROM campaign_draw WHERE draw = ${draw}),
    others AS (SELECT p.file_id, e.entry AS source_row FROM publication_entry e JOIN publication p USING (publication) JOIN inspection_result r USING (result)
      ANTI JOIN own o ON o.origin = r.origin AND o.number = r.number AND (o.origin = 'draw' OR (o.department = r.department AND o.item = r.item))),
    found AS (SELECT subject_id, bool_or(${problem}) AS bad FROM supervision ANTI JOIN others USING (file_id, source_row) WHERE occurred_on >= ${since}::DATE AND ${concluded} GROUP BY subject_id)
    SELECT f.stratum, count(*) AS drawn, count(found.subject_id) AS inspected, count(*) FILTER (WHERE found.bad) AS problems
    FROM draw_frame f LEFT JOIN former_subject m ON m.subject_id = f.subject_id LEFT JOIN found ON found.subject_id = coalesce(m.now_id, f.subject_id)
    WHERE f.draw = ${draw} AND f.role = 'drawn' GROUP BY f.stratum`)
  const counted = rules.strata.map(({ stratum, frame }) => ({ stratum, frame, ...(rows.find((row) => row.stratum === stratum) ?? { drawn: 0, inspected: 0, problems: 0 }) }))
  const { strata, ...all } = extrapolate(counted)
  return { draw, since, strata: strata.map((one, i) => ({ ...one, drawn: counted[i]!.drawn })), ...all }
}

import type { Output } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Connection } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import { readKept, refuseUnsighted, type Kept } from '../workspace/attachments.ts'

/** Notes attachments of results; one that a result has already changes nothing. `revision`: that the results have now. @returns how many came */
export const attach = (ask: Connection, attached: readonly (Kept & { result: number })[]): Promise<number> =>
  ask.run(sql`INSERT INTO result_attachment SELECT DISTINCT ON (a.result, a.sha256) a.result, a.sha256, a.name, a.media, a.bytes, r.revision
    FROM (SELECT unnest(${JSON.stringify(attached)}::JSON::STRUCT(result INTEGER, sha256 VARCHAR, name VARCHAR, media VARCHAR, bytes BIGINT)[], recursive := true)) a JOIN inspection_result r USING (result)
    WHERE (a.result, a.sha256) NOT IN (SELECT (result, sha256) FROM result_attachment)`)

/** @throws MingchaError no_such_attachment, attachment_damaged, attachment_masked */
export async function readAttachment(ask: Connection, workspace: string, result: number, sha256: string): Promise<Output['readAttachment']> {
  const [found] = await ask.rows<{ name: string; media: string }>(sql`SELECT name, media FROM result_attachment WHERE result = ${result} AND sha256 = ${sha256}`)
  if (!found) throw new MingchaError('no_such_attachment', `result ${result} has no such attachment`, 'See its attachments.', { result })
  refuseUnsighted(found.name)
  return { ...found, bytes: await readKept(workspace, sha256, found.name) }
}

import { identityVerbs } from './identityVerbs.ts'
import { figure } from './text.ts'
import { ended, UsageError, type CliVerb } from './verb.ts'

/** Putting right what came in. */
export const mendVerbs: Readonly<Record<string, CliVerb>> = {
  undo: {
    usage: 'undo WS BATCH', about: 'take a batch back: its records, its rejects and the subjects that nothing else vouches for; status names the batches', options: {}, takes: [2, 2],
    run: async ({ engine, positionals: [path, number] }) => {
      if (!/^[1-9]\d{0,8}$/.test(number!)) throw new UsageError(`BATCH is a number, not «${number}»`)
      await engine.verbs.openWorkspace({ path: path! })
      const report = await ended<'undo'>(engine, engine.verbs.undoBatch({ batch: Number(number) }))
      return {
        json: report,
        text: `batch ${report.batch} undone: ${figure(report.records)} records and ${figure(report.quarantined)} rejects of ${figure(report.files)} files removed,${report.mends.length > 0 ? ` with its mends ${report.mends.join(', ')},` : ''}${report.returned > 0 ? ` ${figure(report.returned)} rejects back in quarantine,` : ''} ${figure(report.subjectsRemoved)} subjects removed, ${figure(report.detached)} records of other batches attached anew`
          + (report.laterDuplicates > 0 ? `\n${figure(report.laterDuplicates)} rows of later files were left out as duplicates, perhaps of these: undo those batches too and import their files again to have them` : ''),
      }
    },
  },
  ...identityVerbs,
}

import type { Topic } from '../../shared/contract.ts'
import type { Database } from './duckdb/database.ts'
import type { Jobs } from './jobs/jobs.ts'

/** What every room gets: the open workspace, the jobs, the program's resources, and a way to say that something changed. */
export interface Room {
  /** The open workspace's database. @throws MingchaError no_workspace */
  database(): Database
  jobs: Jobs
  /** Folder of resources/ (model, policy, migrations, templates, reference). */
  resources: string
  /** Tells every view that data of this topic changed. */
  changed(topic: Topic): void
  /** Today as YYYY-MM-DD, local time: the default as-of date. Injected so that tests can fix it. */
  today(): string
}

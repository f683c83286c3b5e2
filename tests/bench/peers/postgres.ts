import { execFileSync, spawnSync } from 'node:child_process'
import { chownSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import type { Database } from '../../../electron/engine/duckdb/database.ts'
import type { Peer, Spent } from './peer.ts'
import { tableNames, typesOf, writeTables, type TableName } from './tables.ts'

const files = import.meta.glob<string>('./postgres/*.sql', { query: '?raw', import: 'default', eager: true })
const statement = (group: RecordClass): string => files[`./postgres/${group}.sql`]!

/** Where initdb, pg_ctl and psql of the newest PostgreSQL are, or null. */
export function findPostgres(): string | null {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)).map((version) => join(debian, version, 'bin')) : []
  const folders = [...versions, ...(process.env['PATH'] ?? '').split(delimiter)]
  return folders.find((folder) => ['initdb', 'pg_ctl', 'psql'].every((name) => existsSync(join(folder, name)))) ?? null
}

/** PostgreSQL refuses to run as root: then it runs as its own user, or as nobody. */
function whoRuns(): { uid: number; gid: number } | Record<string, never> {
  if (process.getuid?.() !== 0) return {}
  for (const user of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, user], { encoding: 'utf8' }))
    if (uid!.status === 0 && gid!.status === 0) return { uid: Number(uid!.stdout), gid: Number(gid!.stdout) }
  }
  return {}
}

/**
 * Two parallel workers beside the leader; buffers that hold the tables; no log of what could be made again. Compiling to machine code is off: it
 * costs more than it gains here.
 */
const settings = {
  listen_addresses: "''", client_min_messages: 'warning', shared_buffers: '1GB', effective_cache_size: '2GB', work_mem: '256MB', maintenance_work_mem: '256MB',
  max_parallel_workers_per_gather: '2', max_parallel_workers: '2', max_worker_processes: '4', jit: 'off', random_page_cost: '1.1', parallel_setup_cost: '100', parallel_tuple_cost: '0.01', min_parallel_table_scan_size: "'1MB'",
  fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', wal_level: 'minimal', max_wal_senders: '0', max_wal_size: '8GB', checkpoint_timeout: '1h', autovacuum: 'off',
}

const typeNames: Record<string, string> = { VARCHAR: 'text', DOUBLE: 'double precision', BIGINT: 'bigint', INTEGER: 'integer', BOOLEAN: 'boolean', DATE: 'date' }

/**
 * A PostgreSQL of its own, with the tables of the workspace loaded, put in order of subject and analysed. It lives in a temporary folder and goes with it.
 * @param asOf the day as of which all is measured, YYYY-MM-DD
 */
export async function openPostgres(bin: string, database: Database, asOf: string): Promise<Peer> {
  const user = whoRuns()
  // Straight in the common temporary folder: it may run as a user who can enter no other.
  const folder = mkdtempSync(join(tmpdir(), 'mingcha-postgres-'))
  const [data, shared] = [join(folder, 'cluster'), join(folder, 'files')]
  for (const path of [data, shared]) mkdirSync(path)
  if ('uid' in user) for (const path of [folder, data, shared]) chownSync(path, user.uid!, user.gid!)
  const run = (name: string, args: string[], input?: string): string =>
    execFileSync(join(bin, name), args, { ...user, input, cwd: data, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] })
  const psql = (text: string, variables: Record<string, string> = {}): string =>
    run('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', ...Object.entries(variables).flatMap(([name, value]) => ['-v', `${name}=${value}`]), '-h', data, '-U', 'bench', '-d', 'postgres', '-f', '-'], text)

  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  const close = (): void => {
    run('pg_ctl', ['-D', data, '-w', '-s', '-m', 'immediate', 'stop'])
    remove()
  }
  try {
    run('initdb', ['-D', data, '-U', 'bench', '--auth=trust', '-E', 'UTF8', '--locale=C', '--no-sync'])
    writeFileSync(join(data, 'postgresql.auto.conf'), Object.entries({ ...settings, unix_socket_directories: `'${data}'` }).map(([name, value]) => `${name} = ${value}\n`).join(''))
    run('pg_ctl', ['-D', data, '-w', '-s', '-l', join(data, 'log'), 'start'])
  } catch (error) {
    remove()
    throw error
  }
  try {
    await writeTables(database, shared, 'csv')
    psql(`BEGIN;\n${(await Promise.all(tableNames.map(async (table) => loading(table, await typesOf(database, table), join(shared, `${table}.csv`))))).join('\n')}\nCOMMIT;`, { as_of: asOf })
    psql('VACUUM ANALYZE')
    const postmaster = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]!
    return {
      name: `PostgreSQL ${psql('SHOW server_version').split(' ')[0]!.trim()}`,
      measure: async () => {
        psql('DROP SCHEMA IF EXISTS measured CASCADE; CREATE SCHEMA measured;')
        return processorTime(postmaster, () => {
          const clock = 'SELECT extract(epoch FROM clock_timestamp());'
          const [start, end] = psql(`SET search_path = measured, public;\n${clock}\n${recordClasses.map(statement).join('\n')}\n${clock}`, { as_of: asOf }).trim().split('\n').map(Number)
          return end! - start!
        })
      },
      write: (group, to) => {
        const path = join(shared, `measure_${group}.csv`)
        psql(`COPY measured.measure_${group} TO :'path' (FORMAT csv, HEADER)`, { path })
        const own = join(to, `postgres_${group}.csv`)
        copyFileSync(path, own)
        return own
      },
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}

/** One table from its file, in order of subject, and for a class what is known of it on the day, as our facts see it. */
function loading(table: TableName, columns: { name: string; type: string }[], path: string): string {
  const list = columns.map(({ name, type }) => `"${name}" ${typeNames[type]!}`).join(', ')
  const filled = `CREATE UNLOGGED TABLE ${table} (${list});\nCOPY ${table} FROM '${path.replaceAll("'", "''")}' (FORMAT csv);`
  if (table === 'subject') return `${filled}\nALTER TABLE subject ADD PRIMARY KEY (subject_id);`
  return `${filled}\nCREATE INDEX ON ${table} (subject_id);
CREATE VIEW known_${table} AS SELECT *, :'as_of'::date - coalesce(occurred_on, known_on) AS age_days FROM ${table}
  WHERE subject_id IS NOT NULL AND known_on <= :'as_of'::date AND (occurred_on IS NULL OR occurred_on <= :'as_of'::date);`
}

/**
 * Seconds on the clock that `work` tells, and of the processor that the sessions and parallel workers of a server took for it. A process counts as
 * soon as it has gone and the server has noticed. Linux tells, others do not.
 */
function processorTime(server: string, work: () => number): Spent {
  const of = (pid: string, name: string): string => `/proc/${pid}/${name}`
  if (!existsSync(of(server, `task/${server}/children`))) return { wall: work(), cpu: null }
  const sessions = (): boolean => readFileSync(of(server, `task/${server}/children`), 'utf8').trim().split(' ').some((pid) => {
    try {
      return !/^postgres: (?!bench)/.test(readFileSync(of(pid, 'cmdline'), 'utf8')) // empty: it is going
    } catch {
      return false // gone meanwhile
    }
  })
  const taken = (): number => {
    while (sessions()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
    const fields = readFileSync(of(server, 'stat'), 'utf8').replace(/^.*\) /, '').split(' ')
    return (Number(fields[13]) + Number(fields[14])) / 100
  }
  const before = taken()
  const wall = work()
  return { wall, cpu: taken() - before }
}

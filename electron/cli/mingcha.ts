#!/usr/bin/env node
import { command } from './command.ts'
import { rerunWithThreads } from './rerun.ts'

// `mingcha … | head` closes our output early: that is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0)
    throw error
  })
}

const args = process.argv.slice(2)
const child = args[0] === 'serve' && !args.includes('--help') ? rerunWithThreads() : null
process.exitCode = child ? await child : await command(args, { out: process.stdout, err: process.stderr })

import { data } from './en/data.ts'
import { desk } from './en/desk.ts'
import { domain } from './en/domain.ts'
import { errors } from './en/errors.ts'
import { jobs } from './en/jobs.ts'
import { lookup } from './en/lookup.ts'
import { overview } from './en/overview.ts'
import { profile } from './en/profile.ts'
import { sampling } from './en/sampling.ts'
import { shell } from './en/shell.ts'
import { subjects } from './en/subjects.ts'
import { tiers } from './en/tiers.ts'
import { welcome } from './en/welcome.ts'

import type { Words } from './words.ts'
import type { zhCN } from './zh-CN.ts'

export const en: Words<typeof zhCN> = { shell, welcome, overview, data, desk, lookup, subjects, profile, tiers, sampling, jobs, errors, domain }

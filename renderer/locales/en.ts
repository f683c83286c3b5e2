import { data } from './en/data.ts'
import { dimensions } from './en/dimensions.ts'
import { domain } from './en/domain.ts'
import { errors } from './en/errors.ts'
import { jobs } from './en/jobs.ts'
import { overview } from './en/overview.ts'
import { pools } from './en/pools.ts'
import { profile } from './en/profile.ts'
import { sampling } from './en/sampling.ts'
import { shell } from './en/shell.ts'
import { subjects } from './en/subjects.ts'
import { tiers } from './en/tiers.ts'
import { welcome } from './en/welcome.ts'

import type { Words } from './words.ts'
import type { zhCN } from './zh-CN.ts'

export const en: Words<typeof zhCN> = { shell, welcome, overview, data, subjects, profile, dimensions, pools, tiers, sampling, jobs, errors, domain }

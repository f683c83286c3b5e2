import { data } from './zh-CN/data.ts'
import { domain } from './zh-CN/domain.ts'
import { errors } from './zh-CN/errors.ts'
import { jobs } from './zh-CN/jobs.ts'
import { lookup } from './zh-CN/lookup.ts'
import { overview } from './zh-CN/overview.ts'
import { profile } from './zh-CN/profile.ts'
import { sampling } from './zh-CN/sampling.ts'
import { shell } from './zh-CN/shell.ts'
import { subjects } from './zh-CN/subjects.ts'
import { tiers } from './zh-CN/tiers.ts'
import { welcome } from './zh-CN/welcome.ts'

export const zhCN = { shell, welcome, overview, data, lookup, subjects, profile, tiers, sampling, jobs, errors, domain }

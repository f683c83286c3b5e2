import { lazy, type ComponentType } from 'react'
import type { ViewName } from './route.ts'

/** A view that exists: what is not listed here is neither in the rail nor reachable. `rail`: its place there, Alt+1 … Alt+9. */
export interface View { name: ViewName; component: ComponentType; rail: boolean; /** Whether the chips of the filter stand under its title. */ filtered: boolean }

export const views: readonly View[] = [
  { name: 'overview', component: lazy(() => import('../views/overview/overview.tsx')), rail: true, filtered: false },
  { name: 'data', component: lazy(() => import('../views/data/data.tsx')), rail: true, filtered: false },
  { name: 'subjects', component: lazy(() => import('../views/subjects/subjects.tsx')), rail: true, filtered: true },
  { name: 'profile', component: lazy(() => import('../views/profile/profile.tsx')), rail: false, filtered: false },
  { name: 'dimensions', component: lazy(() => import('../views/dimensions/dimensions.tsx')), rail: true, filtered: true },
  { name: 'workshop', component: lazy(() => import('../views/workshop/workshop.tsx')), rail: true, filtered: false },
  { name: 'tiers', component: lazy(() => import('../views/tiers/tiers.tsx')), rail: true, filtered: true },
  { name: 'backtest', component: lazy(() => import('../views/backtest/backtest.tsx')), rail: true, filtered: false },
  { name: 'plan', component: lazy(() => import('../views/plan/plan.tsx')), rail: true, filtered: false },
  { name: 'sampling', component: lazy(() => import('../views/sampling/sampling.tsx')), rail: true, filtered: false },
  { name: 'lists', component: lazy(() => import('../views/lists/lists.tsx')), rail: true, filtered: false },
  { name: 'libraries', component: lazy(() => import('../views/libraries/libraries.tsx')), rail: true, filtered: false },
  { name: 'audit', component: lazy(() => import('../views/audit/audit.tsx')), rail: true, filtered: false },
]

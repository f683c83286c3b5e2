/** Seconds on the clock, and of the processor: the second is steadier where others work on the same machine. */
export interface Spent { wall: number; cpu: number }
export async function spent(work: () => unknown): Promise<Spent> {
  const before = process.cpuUsage()
  const start = performance.now()
  await work()
  const { user, system } = process.cpuUsage(before)
  return { wall: (performance.now() - start) / 1000, cpu: (user + system) / 1e6 }
}
export async function least(times: number, work: () => unknown): Promise<Spent> {
  const all: Spent[] = []
  for (let i = 0; i < times; i++) all.push(await spent(work))
  return all.sort((a, b) => a.cpu - b.cpu)[0]!
}

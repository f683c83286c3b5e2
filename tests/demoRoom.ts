import { fillDemo } from '../electron/engine/demo/demo.ts'
import { openRoom, type TestRoom } from './room.ts'

/** A room whose workspace holds an invented city (all eleven classes; the departments' dirty files left out). */
export async function openDemoRoom(subjects = 500, seed = 'mingcha', today = '2026-11-22'): Promise<TestRoom> {
  const room = await openRoom(today)
  await fillDemo(room, { subjects, seed }, { signal: new AbortController().signal, progress: () => undefined }, async () => ({ batch: null, files: [], subjectsCreated: 0, ignored: [] }))
  return room
}

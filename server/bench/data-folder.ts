import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { clusterDirOf } from '../src/app/embedded-postgres/ensure-cluster.ts'

export type DataFolder = AsyncDisposable & { dir: string }

/** A data folder for one measurement. As root the cluster may be elsewhere; it is removed too. */
export async function makeDataFolder(): Promise<DataFolder> {
  const dir = await mkdtemp(path.join(tmpdir(), 'tabiji-bench-'))
  return {
    dir,
    async [Symbol.asyncDispose]() {
      const clusterDir = await clusterDirOf(dir)
      if (!clusterDir.startsWith(dir)) await rm(path.dirname(clusterDir), { recursive: true, force: true })
      await rm(dir, { recursive: true, force: true })
    },
  }
}

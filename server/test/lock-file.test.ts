import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

type Entry = { version?: string; resolved?: string; link?: boolean; optionalDependencies?: Record<string, string> }

const top = path.resolve(import.meta.dirname, '../..')
const packages = (
  JSON.parse(readFileSync(path.join(top, 'package-lock.json'), 'utf8')) as { packages: Record<string, Entry> }
).packages

test('the lock file names the binaries of every platform, or "npm ci" refuses it', () => {
  // npm leaves out an optional dependency that its registry did not have at that moment. Add it again with the version
  // that its parent names.
  const missing = Object.entries(packages).flatMap(([place, entry]) =>
    Object.keys(entry.optionalDependencies ?? {}).filter((name) => !isLocked(place, name)),
  )
  expect(missing).toEqual([])
})

test('the lock file names no registry, so that it works behind any', () => {
  const named = Object.values(packages).filter((entry) => entry.resolved?.includes('://'))
  expect(named).toEqual([])
})

test('every dependency of ours is pinned to one version', () => {
  const loose = ['.', 'shared', 'server', 'web', 'migrations', 'playwright'].flatMap((folder) => {
    const manifest = JSON.parse(readFileSync(path.join(top, folder, 'package.json'), 'utf8')) as Record<
      string,
      Record<string, string>
    >
    return Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
      ([name, version]) => !name.startsWith('@tabiji/') && !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    )
  })
  expect(loose).toEqual([])
})

/** Resolves like Node: in the package's own node_modules, then in the enclosing ones. */
function isLocked(place: string, name: string): boolean {
  const candidates = [`${place}/node_modules/${name}`]
  for (let around = place; around.includes('node_modules/');)
    candidates.push(
      `${(around = around.slice(0, around.lastIndexOf('node_modules/')))}node_modules/${name}`.replace(/^\//, ''),
    )
  candidates.push(`node_modules/${name}`)
  return candidates.some((candidate) => packages[candidate]?.version !== undefined)
}

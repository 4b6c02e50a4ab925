import type { Reporter, SerializedError, TestModule } from 'vitest/node'

/** Fails the run when two tests of a file have the same name, because their results could not be distinguished. */
export default class UniqueTestNames implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], _errors: readonly SerializedError[]): void {
    const twice: string[] = []
    for (const module of modules) {
      const seen = new Set<string>()
      for (const test of module.children.allTests()) {
        if (seen.has(test.fullName)) twice.push(`${module.relativeModuleId}: ${test.fullName}`)
        seen.add(test.fullName)
      }
    }
    if (twice.length === 0) return
    console.error(`\nThese test names are used twice in their file; give each test its own:\n  ${twice.join('\n  ')}\n`)
    process.exitCode = 1
  }
}

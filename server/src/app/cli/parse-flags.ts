import { parseArgs } from 'node:util'
import { CliError } from './cli-error.ts'

/**
 * Parses `--name value` and `--name=value`, each at most once. Any other argument is refused, and the error lists the
 * known names.
 */
export function parseFlags<Name extends string>(args: string[], names: readonly Name[]): { [N in Name]?: string } {
  try {
    const { values } = parseArgs({
      args,
      options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
      strict: true,
      allowPositionals: false,
    })
    return values as { [N in Name]?: string }
  } catch (error) {
    const known = names.map((name) => `--${name}`).join(', ')
    throw new CliError(`${(error as Error).message}\nKnown options: ${known}.`)
  }
}

import { journeyDocumentSchema } from '@tabiji/shared/graph/journey-document.ts'
import { ServiceError } from '../../kernel/errors.ts'
import { getJourney } from '../../journeys/drafts/get-journey.ts'
import { CliError } from './cli-error.ts'
import type { Command } from './command.ts'
import { parseFlags } from './parse-flags.ts'
import { withWorkspace } from './with-workspace.ts'

export const journeyExport: Command = {
  usage: '--id ID [--workspace NAME]',
  summary: 'Prints the draft of a journey as a journey document, to keep in git or to import elsewhere.',
  async run(args) {
    const flags = parseFlags(args, ['id', 'workspace'])
    const id = flags.id?.trim()
    if (!id) throw new CliError('--id is missing. It is the last part of the address of the journey in the browser.')
    const journey = await withWorkspace(flags.workspace, (ctx) => getJourney(ctx, id)).catch((error: unknown) => {
      if (error instanceof ServiceError && error.code === 'notFound') {
        throw new CliError(`No journey has the id "${id}" in this workspace.`)
      }
      throw error
    })
    process.stdout.write(`${JSON.stringify(journeyDocumentSchema.parse(journey.document), null, 2)}\n`)
  },
}

import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { journeyDocumentSchema, type JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import { parseExactJson } from '@tabiji/shared/kernel/parse-exact-json.ts'
import { formatIssue } from '@tabiji/shared/messages/issue.ts'
import type { Ctx } from '../../kernel/context.ts'
import { ServiceError } from '../../kernel/errors.ts'
import { createJourney } from '../../journeys/drafts/create-journey.ts'
import { getJourney } from '../../journeys/drafts/get-journey.ts'
import { publishJourney } from '../../journeys/publishing/publish-journey.ts'
import { replaceDraft } from '../../journeys/drafts/replace-draft.ts'
import { validateDraft } from '../../journeys/drafts/validate-draft.ts'
import { CliError } from './cli-error.ts'
import type { Command } from './command.ts'
import { parseFlags } from './parse-flags.ts'
import { withWorkspace } from './with-workspace.ts'

export const journeyImport: Command = {
  usage: '--file FILE|- [--id ID] [--publish yes] [--workspace NAME]',
  summary: 'Makes a journey from a journey document, or puts it into the draft of --id; prints the id.',
  async run(args) {
    const flags = parseFlags(args, ['file', 'id', 'publish', 'workspace'])
    if (!flags.file) throw new CliError('--file is missing. Name a journey document, or - to read standard input.')
    if (flags.publish !== undefined && flags.publish !== 'yes') {
      throw new CliError(`--publish takes "yes", but is "${flags.publish}". Leave it out to change the draft alone.`)
    }
    const document = await readDocument(flags.file)
    const id = await withWorkspace(flags.workspace, async (ctx) => {
      const id = await saveDocument(ctx, document, flags.id)
      for (const issue of await validateDraft(ctx, id)) {
        process.stderr.write(`${issue.severity}: ${formatIssue(issue, ctx.locale)}\n`)
      }
      if (flags.publish === 'yes') await publish(ctx, id)
      return id
    })
    process.stdout.write(`${id}\n`)
  },
}

async function readDocument(file: string): Promise<JourneyDocument> {
  const source = await (file === '-' ? text(process.stdin) : readFile(file, 'utf8')).catch((error: Error) => {
    throw new CliError(`${file} cannot be read: ${error.message}`)
  })
  let json: unknown
  try {
    json = parseExactJson(source)
  } catch (error) {
    throw new CliError(`${file} is not JSON: ${(error as Error).message}`)
  }
  const parsed = journeyDocumentSchema.safeParse(json)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || '(top)'}: ${issue.message}`)
  throw new CliError(`${file} is not a journey document:\n${lines.join('\n')}`)
}

async function saveDocument(ctx: Ctx, document: JourneyDocument, id: string | undefined): Promise<string> {
  if (id === undefined) return (await createJourney(ctx, document)).id
  const journey = await getJourney(ctx, id).catch((error: unknown) => {
    if (error instanceof ServiceError && error.code === 'notFound') {
      throw new CliError(`No journey has the id "${id}" in this workspace. Leave --id out to make a new one.`)
    }
    throw error
  })
  await replaceDraft(ctx, id, { baseRevision: journey.draftRevision, document })
  return id
}

async function publish(ctx: Ctx, id: string): Promise<void> {
  await ctx.queue.start()
  try {
    await publishJourney(ctx, id)
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'invalid') {
      throw new CliError(`The draft was saved as ${id}, but not published: put right what is listed as an error above.`)
    }
    throw error
  } finally {
    await ctx.queue.stop(2000)
  }
}

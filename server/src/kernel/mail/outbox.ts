import { readdir, readFile, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import PostalMime from 'postal-mime'

/** The folder that mails go to where no mail server is set. */
export function outboxFolder(dataDir: string): string {
  return path.join(dataDir, 'outbox')
}

export function outboxFileName(messageId: string): string {
  return `${messageId.replace(/[^A-Za-z0-9.-]+/g, '_').replace(/^_|_$/g, '')}.eml`
}

/** The names of its mails in alphabetical order; none where the folder does not exist. */
export async function listOutbox(dataDir: string): Promise<string[]> {
  try {
    return (await readdir(outboxFolder(dataDir))).filter((name) => name.endsWith('.eml')).toSorted()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** Everything that a mail says, as it is written in the file and decoded. Empty when the file is gone. */
export async function readOutboxMail(dataDir: string, name: string): Promise<string> {
  const file = path.join(outboxFolder(dataDir), name)
  try {
    const raw = await readFile(file)
    const { headers, subject, from, to, html, text } = await PostalMime.parse(raw)
    const decoded = [subject, from, to, headers].map((part) => JSON.stringify(part ?? ''))
    return [raw.toString('utf8'), ...decoded, html ?? '', text ?? ''].join('\n')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}

export async function removeFromOutbox(dataDir: string, name: string): Promise<void> {
  await rm(path.join(outboxFolder(dataDir), name), { force: true })
}

/** Removes the mails that were written before this time; returns how many. */
export async function removeOldOutboxMails(dataDir: string, before: Date): Promise<number> {
  let removed = 0
  for (const name of await listOutbox(dataDir)) {
    const file = path.join(outboxFolder(dataDir), name)
    const { mtime } = await stat(file).catch(() => ({ mtime: new Date(8.64e15) }))
    if (mtime >= before) continue
    await rm(file, { force: true })
    removed++
  }
  return removed
}

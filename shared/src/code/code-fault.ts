import type { Issue } from '../messages/issue.ts'
import { storableText } from '../kernel/storable-text.ts'
import { codeLimits } from './code-limits.ts'

/** A position in the admin's source; line and column start at 1. */
export type CodePosition = { line: number; column: number }

export type CodeLimit = 'time' | 'memory' | 'stack'

/** Why the code returned nothing, as the sandbox reports it. `at` is null when the line is unknown. */
export type CodeFault =
  | { kind: 'syntax'; message: string; at: CodePosition | null }
  | { kind: 'thrown'; message: string; at: CodePosition | null }
  | { kind: 'limit'; limit: CodeLimit; at: CodePosition | null }

const limitCodes = {
  time: ['code.timeLimit', 'code.timeLimitSomewhere'],
  memory: ['code.memoryLimit', 'code.memoryLimitSomewhere'],
  stack: ['code.stackLimit', 'code.stackLimitSomewhere'],
} as const

/** The same as an issue that names the line. */
export function codeIssue(fault: CodeFault): Issue {
  const { at } = fault
  const params = {
    ...at,
    ...('message' in fault && { message: storableText(fault.message, codeLimits.shownMessage) }),
    ...(fault.kind === 'limit' && { seconds: codeLimits.seconds, megabytes: codeLimits.megabytes }),
  }
  return { code: codeOf(fault), severity: 'error', path: ['source'], params }
}

function codeOf(fault: CodeFault): Issue['code'] {
  const isPlaced = fault.at !== null
  switch (fault.kind) {
    case 'syntax':
      return isPlaced ? 'code.syntax' : 'code.syntaxSomewhere'
    case 'thrown':
      return isPlaced ? 'code.thrown' : 'code.thrownSomewhere'
    case 'limit':
      return limitCodes[fault.limit][isPlaced ? 0 : 1]
  }
}

/** The position in the params of a code issue. */
export function positionOf({ params }: Pick<Issue, 'params'>): CodePosition | null {
  const { line, column } = params ?? {}
  return typeof line === 'number' && typeof column === 'number' ? { line, column } : null
}

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** A zombie still accepts `kill(pid, 0)` but never runs again, so it counts as gone. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: the process exists but belongs to another user.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return !stateOf(pid).startsWith('Z')
}

export function commandLineOf(pid: number): string {
  if (process.platform === 'linux') return readProc(pid, 'cmdline').replaceAll('\0', ' ')
  return ps(pid, 'command=')
}

function stateOf(pid: number): string {
  if (process.platform !== 'linux') return ps(pid, 'stat=')
  // "pid (command) state …": the command may contain spaces and brackets.
  const stat = readProc(pid, 'stat')
  return stat.slice(stat.lastIndexOf(')') + 2)
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}

function ps(pid: number, column: string): string {
  try {
    return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return ''
  }
}

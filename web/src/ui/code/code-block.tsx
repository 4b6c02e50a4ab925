import classes from './code-block.module.css'
import { CopyButton } from './copy-button.tsx'

export type CodeBlockProps = {
  /** Says what it is: "Request body". Shown over the code and read out with it. */
  label: string
  code: string
  /** The code face scrolls inside this height. */
  maxHeight?: string
}

/** For requests, replies and keys alone. A body that is JSON is shown indented; nothing else about it is changed. */
export function CodeBlock({ label, code, maxHeight = '24rem' }: CodeBlockProps) {
  return (
    <figure className={classes.block}>
      <figcaption className={classes.caption}>
        <span>{label}</span>
        <CopyButton text={code} />
      </figcaption>
      {/* Focusable, because it scrolls: the keyboard has to reach the end of a long line. */}
      <pre className={classes.code} style={{ maxHeight }} tabIndex={0} aria-label={label} role="group">
        <code>{indentJson(code)}</code>
      </pre>
    </figure>
  )
}

function indentJson(text: string): string {
  if (!/^\s*[[{]/.test(text)) return text
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

import { formatJson } from '@tabiji/shared/text/format-json.ts'
import classes from './code-block.module.css'
import { CopyButton } from './copy-button.tsx'

export type CodeBlockProps = {
  /** The name of the content, such as "Request body". Shown above the code and read out with it. */
  label: string
  code: string
  /** The code scrolls inside this height. */
  maxHeight?: string
}

/** Only for requests, replies and keys. JSON is indented; nothing else is changed. */
export function CodeBlock({ label, code, maxHeight = '24rem' }: CodeBlockProps) {
  return (
    <figure className={classes.block}>
      <figcaption className={classes.caption}>
        <span>{label}</span>
        <CopyButton text={code} />
      </figcaption>
      {/* Focusable because it scrolls: the keyboard must reach the end of a long line. */}
      <pre className={classes.code} style={{ maxHeight }} tabIndex={0} aria-label={label} role="group">
        <code>{formatJson(code)}</code>
      </pre>
    </figure>
  )
}

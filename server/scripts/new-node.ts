import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

// `npm run new:node -- <kind>`: creates the two files, the failing test and the two lines that a new node kind needs.

const top = path.resolve(import.meta.dirname, '../..')
const [kind = '', ...rest] = process.argv.slice(2)
const file = kind.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
const title = file.replaceAll('-', ' ').replace(/^./, (letter) => letter.toUpperCase())

const meaning = `import { z } from 'zod'
import { defineNodeKind } from './define-node-kind.ts'

const config = z.object({})

export const ${kind} = defineNodeKind({
  kind: '${kind}',
  title: { en: '${title}', ja: '${title}' },
  version: 1,
  migrations: {},
  config,
  defaultConfig: {},
  outlets: () => ['next'],
  // People pass by, until this says what happens. The name of a part becomes a step id and can never change.
  compile: () => [['pass', { op: 'branch', branches: [], otherwise: { outlet: 'next' } }]],
})
`

const test = `import { expect, test } from 'vitest'
import { draw, Scenario } from '../testing/scenario.ts'

// Only what is special to this kind: contract.test.ts holds what every kind has to keep.
test('${kind} does what it is there for', () => {
  const run = new Scenario(draw('entry > it > done', { it: { kind: '${kind}', config: {} } }))
  expect(run.trace).toEqual(['say here where people go and when'])
})
`

const view = `import { IconPuzzle } from '@tabler/icons-react'
import { useLocale } from '../../i18n/use-locale.ts'
import { defineTexts } from '../../i18n/define-texts.ts'
import { defineNodeView } from '../definition/define-node-view.tsx'
import classes from '../form/form.module.css'

const texts = defineTexts({
  en: { explanation: 'Say here what the step does.' },
  ja: { explanation: 'このステップの動作を説明してください。' },
})

export const ${kind} = defineNodeView('${kind}', {
  icon: IconPuzzle,
  category: 'flow',
  texts: {
    en: { description: 'What it does, in one short sentence', outlets: { next: 'Next' } },
    ja: { description: '動作を短い一文で', outlets: { next: '次へ' } },
  },
  settings: {},
  summary: () => '',
  Form: function ${kind[0]?.toUpperCase()}${kind.slice(1)}Form() {
    return <p className={classes.hint}>{texts[useLocale()].explanation}</p>
  },
})
`

const files: [name: string, text: string][] = [
  [`shared/src/nodes/${file}.ts`, meaning],
  [`shared/src/nodes/${file}.test.ts`, test],
  [`web/src/nodes/${file}/${file}.tsx`, view],
]
const lists: [name: string, line: string][] = [
  ['shared/src/nodes/registry.ts', `export { ${kind} } from './${file}.ts'`],
  ['web/src/nodes/registry.ts', `export { ${kind} } from './${file}/${file}.tsx'`],
]

const refusal = reasonToRefuse()
if (refusal) {
  console.error(refusal)
  process.exitCode = 1
} else {
  for (const [name, text] of files) {
    mkdirSync(path.dirname(path.join(top, name)), { recursive: true })
    writeFileSync(path.join(top, name), text)
  }
  for (const [name, line] of lists) addLine(path.join(top, name), line)
  console.log(`Written:\n${files.map(([name]) => `  ${name}`).join('\n')}`)
  console.log(`One line added to:\n${lists.map(([name]) => `  ${name}`).join('\n')}`)
  console.log(
    `Next: say in the test what the step does, and make it pass:\n  npm run unit -- shared/src/nodes/${file}.test.ts`,
  )
}

function reasonToRefuse(): string | null {
  if (rest.length > 0 || !/^[a-z][a-zA-Z0-9]*$/.test(kind)) {
    return `Name one node kind in camelCase, such as: npm run new:node -- pauseBriefly (got ${process.argv.slice(2).join(' ') || 'nothing'})`
  }
  const taken = files.map(([name]) => name).find((name) => existsSync(path.join(top, name)))
  return taken ? `There is a node kind "${kind}" already (${taken}). Choose another name.` : null
}

function addLine(list: string, line: string): void {
  const lines = readFileSync(list, 'utf8').trimEnd().split('\n')
  const next = lines.findIndex((other) => other.startsWith('export ') && other > line)
  writeFileSync(list, `${lines.toSpliced(next === -1 ? lines.length : next, 0, line).join('\n')}\n`)
}

import path from 'node:path'
import { foreignTables, serverDomains } from './floors.js'
import { importRules } from './import-rules.js'

const isTest = (file) =>
  /\.(test|spec)\.tsx?$|^(server|web)\/(test|bench)\/|^server\/src\/engine\/product-tests\/|\.config\.ts$/.test(file)

/** `../db/database.ts` seen from a file, `@tabiji/server/kernel/db/database.ts` or `kysely/helpers`, as one kind of name. */
function targetOf(specifier, file) {
  if (specifier.startsWith('.')) return path.posix.join(path.posix.dirname(file), specifier)
  if (specifier.startsWith('node:')) return specifier
  const [first, second, ...rest] = specifier.split('/')
  if (first !== '@tabiji') return `npm:${first.startsWith('@') ? `${first}/${second}` : first}`
  return [second, ...(second === 'shared' || second === 'server' ? ['src'] : []), ...rest].join('/')
}

const domainOf = (file) => /^server\/src\/([^/]+)\//.exec(file)?.[1]

/** A domain stands on those before it, and sees of them verbs and types. */
function floorRefusals(file, target) {
  const [from, to] = [domainOf(file), domainOf(target)]
  if (!from || !to || from === to || isTest(file)) return []
  if (serverDomains.indexOf(to) > serverDomains.indexOf(from))
    return [`${from} stands below ${to}: hand it in as a port of Deps, or move what both need down`]
  if (
    /\.(repository|table)\.ts$/.test(target) &&
    !foreignTables.some((one) => one.from.test(file) && one.to.test(target))
  )
    return [`of another domain only verbs and types: call a verb of ${to} instead of its repository or table`]
  return []
}

const featureOf = (file) => /^web\/src\/features\/([^/]+)\//.exec(file)?.[1]

function refusals(file, specifier, typeOnly) {
  const target = targetOf(specifier, file)
  const reasons = importRules
    .filter((rule) => rule.in.test(file) && !rule.except?.test(file) && (rule.tests || !isTest(file)))
    .filter((rule) => rule.mayNot.test(target) && !rule.unless?.test(target) && !(rule.types && typeOnly))
    .map((rule) => rule.why)
  reasons.push(...floorRefusals(file, target))
  const [from, to] = [featureOf(file), featureOf(target)]
  if (from && to && from !== to)
    reasons.push('features do not import each other: move what both need to ui, lib or shared')
  return reasons
}

const isTypeOnly = (node) =>
  node.importKind === 'type' ||
  node.exportKind === 'type' ||
  (node.specifiers?.length > 0 && node.specifiers.every((one) => (one.importKind ?? one.exportKind) === 'type'))

const relative = (context) => path.relative(context.cwd, context.filename).split(path.sep).join('/')

const imports = {
  create(context) {
    const file = relative(context)
    const check = (node) => {
      if (typeof node.source?.value !== 'string') return
      for (const why of refusals(file, node.source.value, isTypeOnly(node)))
        context.report({ node, message: `"${node.source.value}" may not be imported here: ${why}.` })
    }
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    }
  },
}

/** `new Date(text)` reads a text; `new Date()` and `Date.now()` read the clock of the machine. */
const clock = {
  create(context) {
    const file = relative(context)
    if (!/^(shared|server)\/src\//.test(file) || /^server\/src\/kernel\/(clock|deps)\.ts$/.test(file) || isTest(file))
      return {}
    const report = (node) =>
      context.report({
        node,
        message: 'The clock is read in clock.ts alone: take the time as an argument, or from ctx.clock.',
      })
    const isDate = (node) => node.type === 'Identifier' && node.name === 'Date'
    return {
      NewExpression: (node) => {
        if (isDate(node.callee) && node.arguments.length === 0) report(node)
      },
      CallExpression: (node) => {
        const { callee } = node
        if (
          isDate(callee) ||
          (callee.type === 'MemberExpression' && isDate(callee.object) && callee.property.name === 'now')
        )
          report(node)
      },
    }
  },
}

const exceptions = {
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          const text = comment.value.trim()
          if (!/^(oxlint|eslint)-disable/.test(text)) continue
          if (/^oxlint-disable(-next)?-line \S.* -- \S{2,}/.test(text)) continue
          context.report({
            node: comment,
            message: 'An exception stands at its line and says why: "// oxlint-disable-next-line <rule> -- <reason>".',
          })
        }
      },
    }
  },
}

export default { meta: { name: 'tabiji' }, rules: { imports, clock, exceptions } }

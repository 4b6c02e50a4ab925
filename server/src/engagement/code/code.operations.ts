import { ownerOf } from '../../kernel/concurrency/budgets.ts'
import { defineOperation } from '../../kernel/operations/define-operation.ts'
import { checkCode } from './check-code.ts'
import { checkCodeInput, tryCodeInput } from './code.schemas.ts'
import { tryCode } from './try-code.ts'

const audit = { none: 'nothing changes; it is a mutation because code is too long for an address' }

export const codeOperations = {
  check: defineOperation({
    kind: 'mutation',
    role: 'editor',
    input: checkCodeInput,
    audit,
    run: (ctx, input) => checkCode(ctx, input.source, ownerOf(ctx)),
  }),
  try: defineOperation({ kind: 'mutation', role: 'editor', input: tryCodeInput, audit, run: tryCode }),
}

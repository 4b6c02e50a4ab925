import { defineTexts } from '../../../../../i18n/define-texts.ts'
import { defineAuthForm } from '../form/define-auth-form.ts'

const texts = defineTexts({
  en: {
    title: 'None',
    help: 'For services that ask for no key.',
  },
  ja: {
    title: 'なし',
    help: 'キーを必要としないサービス向けです。',
  },
})

export const none = defineAuthForm<'none', Record<never, never>>({
  order: 1,
  texts,
  blank: () => ({}),
  valuesOf: () => ({}),
  authOf: () => ({ kind: 'none' }),
  check: () => ({}),
  fields: () => [],
  Fields: () => null,
})

import type { MessageTable } from './message-table.ts'

export const passwordMessages = {
  'password.blank': {
    en: 'Blanks alone are no password. A few words in a row are easy to remember.',
    ja: '空白だけのパスワードは使えません。いくつかの単語をつなげると覚えやすくなります。',
  },
  'password.common': {
    en: 'Many people use this password, so it is among the first that are tried. Choose another; a few words in a row are easy to remember.',
    ja: '多くの人が使っているパスワードのため、推測されやすくなっています。別のパスワードにしてください。いくつかの単語をつなげると覚えやすくなります。',
  },
  'password.knownWord': {
    en: 'The password is little more than "{word}", which others can guess. Add words that have nothing to do with you.',
    ja: 'パスワードのほとんどが、ほかの人に推測されやすい「{word}」です。ご自身と関係のない単語を加えてください。',
  },
  'password.length': {
    en: 'Enter {min} to {max} characters.',
    ja: '{min}〜{max} 文字で入力してください。',
  },
  'password.repeats': {
    en: 'The password repeats the same few characters. Choose another; a few words in a row are easy to remember.',
    ja: '同じ文字の繰り返しです。別のパスワードにしてください。いくつかの単語をつなげると覚えやすくなります。',
  },
  'password.sequence': {
    en: 'The password is little more than a sequence such as "1234" or "qwerty". Choose another; a few words in a row are easy to remember.',
    ja: 'パスワードのほとんどが「1234」や「qwerty」のような文字の並びです。別のパスワードにしてください。いくつかの単語をつなげると覚えやすくなります。',
  },
} as const satisfies MessageTable

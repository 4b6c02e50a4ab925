import { englishEditor, japaneseEditor, JourneyEditor } from '../pages/journey-editor.ts'
import { expect, test } from '../fixtures/test.ts'

// The same path through the product in both languages, with the visible texts written out.

const languages = [
  {
    language: 'English',
    locale: 'en-GB',
    editor: englishEditor,
    openSample: 'Open the sample journey',
    journey: 'Sample: NPS answer to your systems',
    noProblems: 'No problems',
    post: 'Post the answer',
    testTab: 'Test',
    who: 'A participant',
    preview: 'Preview',
    run: 'Test API',
    notSent: 'Not sent',
    succeeded: 'Succeeded',
    request: 'Request',
    reply: 'Reply',
    enter: '200 people are waiting and enter at once.',
    published: 'Version 1 is live.',
    live: 'Live v1',
    calls: /^\d+ calls, p95/,
    seeCalls: 'See its calls',
    callouts: 'Callouts of “Post the answer”',
    rate: 'Success rate',
    participants: 'Participants',
    search: 'E-mail or key begins with',
    path: 'Path',
    reasons: ['Came into the journey.', 'The wait was over.', 'Called, and got status 200.'],
  },
  {
    language: 'Japanese',
    locale: 'ja-JP',
    editor: japaneseEditor,
    openSample: 'サンプルジャーニーを開く',
    journey: 'サンプル：NPS の回答を社内システムへ',
    noProblems: '問題はありません',
    post: '回答を送信',
    testTab: 'テスト',
    who: '参加者',
    preview: 'プレビュー',
    run: 'API をテスト',
    notSent: '送信していません',
    succeeded: '成功',
    request: 'リクエスト',
    reply: '応答',
    enter: '待っている 200 人がすぐに参加します。',
    published: 'バージョン 1 を公開しました。',
    live: '公開中 v1',
    calls: /^\d+ 件の呼び出し、p95/,
    seeCalls: '呼び出しの記録を見る',
    callouts: '「回答を送信」のコールアウト',
    rate: '成功率',
    participants: '参加者',
    search: 'メールアドレスまたはキーの先頭',
    path: '経路',
    reasons: ['ジャーニーに参加しました。', '待機が終わりました。', '呼び出しに成功しました（ステータス 200）。'],
  },
] as const

for (const words of languages) {
  test.describe(words.language, () => {
    test.use({ locale: words.locale })

    test(`from the sample over a tested call to its numbers, in ${words.language}`, async ({ page, api }) => {
      expect(api).toBeDefined()
      const editor = new JourneyEditor(page, words.editor)
      await page.goto('/')
      await page.getByRole('button', { name: words.openSample }).click()
      await expect(editor.card(words.post)).toBeVisible()
      await expect(page.getByRole('textbox', { name: /./ }).first()).toHaveValue(words.journey)
      await expect(page.getByRole('contentinfo').getByText(words.noProblems)).toBeVisible()

      await editor.select(words.post)
      await editor.panel.getByRole('tab', { name: words.testTab }).click()
      await editor.panel.getByRole('combobox', { name: words.who }).fill('customer007')
      await page.getByRole('option', { name: 'customer007@example.com' }).click()
      await editor.panel.getByRole('button', { name: words.preview }).click()
      await expect(editor.panel.getByText(words.notSent)).toBeVisible()
      await expect(editor.panel.getByText('customer007@example.com').first()).toBeVisible()
      await expect(editor.panel.getByText(words.reply, { exact: true })).toBeHidden()
      await editor.panel.getByRole('button', { name: words.run }).click()
      await expect(editor.panel.getByText(words.succeeded, { exact: true })).toBeVisible()
      await expect(editor.panel.getByText(words.request, { exact: true })).toBeVisible()
      await expect(editor.panel.getByText(words.reply, { exact: true })).toBeVisible()

      const sheet = await editor.openPublishSheet()
      await expect(sheet.getByText(words.enter)).toBeVisible()
      await sheet.getByRole('button', { name: words.editor.publish, exact: true }).click()
      await expect(page.getByText(words.published)).toBeVisible()
      await expect(page.getByText(words.live)).toBeVisible()
      await expect(editor.card(words.post).getByText(words.calls)).toBeVisible({ timeout: 60_000 })

      await editor.panel.getByRole('link', { name: words.seeCalls }).click()
      await expect(page.getByRole('heading', { name: words.callouts })).toBeVisible()
      await expect(page.getByText(words.rate)).toBeVisible()

      await page.goBack()
      await page.getByRole('link', { name: words.participants }).first().click()
      await page.getByRole('searchbox', { name: words.search }).fill('customer007')
      await page.getByText('customer007@example.com').click()
      const person = page.getByRole('dialog')
      await expect(person.getByRole('heading', { name: words.path })).toBeVisible()
      for (const reason of words.reasons) await expect(person.getByText(reason).first()).toBeVisible()
    })
  })
}

import type { MessageTable } from './message-table.ts'

export const eventMessages = {
  'event.cannotRecognise': {
    en: 'The journey "{journey}" tells people apart by {fields}, and the event has neither those nor an e-mail address. Choose the values that people are recognised by.',
    ja: 'ジャーニー「{journey}」は {fields} で参加者を区別しますが、イベントにはその値もメールアドレスもありません。参加者を見分ける値を選んでください。',
  },
  'event.fieldUnknown': {
    en: 'The field "{field}" does not exist in the journey that people enter. Choose another field, or add it to the journey and publish.',
    ja: 'フィールド「{field}」は参加先のジャーニーにありません。別のフィールドを選ぶか、ジャーニーに追加して公開してください。',
  },
  'event.keyMissing': {
    en: 'The event has nothing usable at "{path}", by which people are recognised. Check what the other system sends.',
    ja: '参加者を見分ける「{path}」に使える値がありません。送信元のシステムの内容を確認してください。',
  },
  'event.nameTaken': {
    en: 'Another event endpoint is named "{name}". Choose another name.',
    ja: '「{name}」という名前のイベント受信口がすでにあります。別の名前にしてください。',
  },
  'event.nobodyFound': {
    en: 'Nobody with {key} is in the journey "{journey}". Replay the event once they are, or let unknown people enter.',
    ja: 'ジャーニー「{journey}」に {key} の参加者はいません。参加後に再処理するか、未登録の人も参加できるように設定してください。',
  },
  'event.nobodyListens': {
    en: 'No published journey waits for "{topic}", and nobody enters one by it. Publish a journey that does, then replay the event.',
    ja: '「{topic}」を待つ公開中のジャーニーも、これで参加するジャーニーもありません。公開してからイベントを再処理してください。',
  },
  'event.notObject': {
    en: 'An event is one JSON object, or a list of objects with at least one. Send it as {"email": "…", …}.',
    ja: 'イベントは JSON オブジェクト、または 1 件以上のオブジェクトの配列です。{"email": "…", …} の形で送信してください。',
  },
  'event.notSetUp': {
    en: 'It is not chosen yet which value people are recognised by. Finish the set-up of this endpoint, then replay the event.',
    ja: '参加者を見分ける値がまだ選ばれていません。この受信口の設定を終えてから、イベントを再処理してください。',
  },
  'event.pathUnknown': {
    en: 'The accepted sample has nothing at "{path}". Choose one of its values, or accept a newer sample.',
    ja: '採用したサンプルに「{path}」はありません。サンプルにある値を選ぶか、新しいサンプルを採用してください。',
  },
  'event.processingFailed': {
    en: 'Something went wrong on our side. Replay the event; if it fails again, give your administrator the reference {reference}, which is in the log.',
    ja: 'サーバー側で問題が発生しました。イベントを再処理してください。繰り返す場合は、ログに記録された参照番号 {reference} を管理者にお伝えください。',
  },
  'event.callbackAgain': {
    en: 'There was a callback for "{key}" before, and the first one counts. This one changed nothing.',
    ja: '「{key}」のコールバックはすでに受け取っています。最初のコールバックが有効なため、今回は何も変わりません。',
  },
  'event.callbackKeyMissing': {
    en: 'The event has nothing usable at "{path}", which says what call it is the callback for. Check what the other system sends.',
    ja: 'どの呼び出しのコールバックかを示す「{path}」に使える値がありません。送信元のシステムの内容を確認してください。',
  },
  'event.callbackLate': {
    en: 'The callback for "{key}" came too late: the person that it is about no longer waits for it.',
    ja: '「{key}」のコールバックは間に合いませんでした。対象の参加者はもうコールバックを待っていません。',
  },
  'event.callbackNobody': {
    en: 'Nobody waits for a callback for "{key}". If a call is answered with it within an hour, the callback still counts.',
    ja: '「{key}」のコールバックを待っている参加者はいません。1 時間以内に呼び出しの応答でこの値が返れば、このコールバックが使われます。',
  },
  'event.requiredUnmapped': {
    en: 'People cannot enter without "{field}". Choose the value of the event that it comes from.',
    ja: '「{field}」がないと参加できません。イベントのどの値を使うか選んでください。',
  },
  'event.tooDeep': {
    en: 'The event is nested more than {limit} levels deep. Send it flatter.',
    ja: 'イベントの入れ子が {limit} 段を超えています。もっと浅い構造で送信してください。',
  },
  'event.tooManyItems': {
    en: 'The event is about {items} people, and {limit} is the most. Send it in several parts.',
    ja: 'イベントに含まれる人数は {items} 人ですが、上限は {limit} 人です。分けて送信してください。',
  },
} as const satisfies MessageTable

import { expect, type Locator, type Page } from '@playwright/test'

/** The texts of the editor in the language of the browser. */
export type EditorWords = {
  canvas: string
  panel: string
  closePanel: string
  publish: string
  more: string
  outlet: (outlet: string, node: string) => string
  addAfter: (outlet: string, node: string) => string
  addOnEdge: (source: string, target: string) => string
  add: (kind: string) => string
}

export const englishEditor: EditorWords = {
  canvas: 'Journey canvas',
  panel: 'Settings of the step',
  closePanel: 'Close panel',
  publish: 'Publish',
  more: 'More',
  outlet: (outlet, node) => `“${outlet}” of ${node}: drag to connect`,
  addAfter: (outlet, node) => `Add a step after “${outlet}” of ${node}`,
  addOnEdge: (source, target) => `Add a step between ${source} and ${target}`,
  add: (kind) => `Add ${kind}`,
}

export const japaneseEditor: EditorWords = {
  canvas: 'ジャーニーのキャンバス',
  panel: 'ステップの設定',
  closePanel: 'パネルを閉じる',
  publish: '公開',
  more: 'その他',
  outlet: (outlet, node) => `${node} の「${outlet}」: ドラッグしてつなぐ`,
  addAfter: (outlet, node) => `${node} の「${outlet}」の先にステップを追加`,
  addOnEdge: (source, target) => `${source} と ${target} の間にステップを追加`,
  add: (kind) => `${kind}を追加`,
}

/** The canvas by visible names: of nodes as on their cards, and of outlets as written there. */
export class JourneyEditor {
  readonly page: Page
  readonly canvas: Locator
  readonly panel: Locator
  readonly #words: EditorWords

  constructor(page: Page, words: EditorWords = englishEditor) {
    this.page = page
    this.#words = words
    this.canvas = page.getByRole('region', { name: words.canvas })
    this.panel = page.getByRole('complementary', { name: words.panel })
  }

  async open(journeyId: string): Promise<void> {
    await this.page.goto(`/journeys/${journeyId}`)
    await expect(this.canvas).toBeVisible()
  }

  cards(): Locator {
    return this.canvas.getByTestId(/^rf__node-/)
  }

  card(name: string): Locator {
    return this.cards().filter({ has: this.page.getByText(name, { exact: true }) })
  }

  async select(name: string): Promise<void> {
    // Clicks the text of the card, because its middle may be an outlet.
    await this.card(name).getByText(name, { exact: true }).click()
    await expect(this.panel).toBeVisible()
  }

  async closePanel(): Promise<void> {
    await this.panel.getByRole('button', { name: this.#words.closePanel }).click()
    await expect(this.panel).toBeHidden()
  }

  /** Adds a node from the palette, beside or after the selected one. */
  async addFromPalette(kind: string): Promise<void> {
    await this.page.getByRole('button', { name: this.#words.add(kind), exact: true }).click()
  }

  /** Adds a node with the "+" of an unconnected outlet. */
  async addAfter(node: string, outlet: string, kind: string): Promise<void> {
    await this.canvas.getByLabel(this.#words.addAfter(outlet, node), { exact: true }).click()
    await this.chooseStep(kind)
  }

  /** Adds a named exit at each outlet of a node. */
  async endEach(node: string, names: Readonly<Record<string, string>>): Promise<void> {
    for (const [outlet, name] of Object.entries(names)) {
      await this.addAfter(node, outlet, 'Exit')
      await this.rename(name)
      await this.closePanel()
    }
  }

  /** Adds a node with the "+" on an edge. */
  async addBetween(source: string, target: string, kind: string): Promise<void> {
    await this.canvas.getByLabel(this.#words.addOnEdge(source, target), { exact: true }).click()
    await this.chooseStep(kind)
  }

  /** Adds a node with the keyboard only. */
  async addByKeyboard(node: string, kind: string): Promise<void> {
    await this.select(node)
    await this.card(node).press('n')
    await this.chooseStep(kind)
  }

  /** Types in the menu of node kinds and selects the match. */
  async chooseStep(kind: string): Promise<void> {
    const menu = this.page.getByRole('dialog').getByRole('combobox')
    await menu.fill(kind)
    await expect(this.page.getByRole('option', { name: new RegExp(`^${kind}`), selected: true })).toBeVisible()
    await menu.press('Enter')
  }

  /** Drags an edge from an outlet to a node. */
  async connect(source: string, outlet: string, target: string): Promise<void> {
    await this.canvas
      .getByTitle(this.#words.outlet(outlet, source), { exact: true })
      .dragTo(this.card(target).getByText(target, { exact: true }), { force: true })
  }

  /** The edge from one node to another. */
  arrow(source: string, target: string): Locator {
    return this.canvas.getByLabel(this.#words.addOnEdge(source, target), { exact: true })
  }

  async rename(name: string): Promise<void> {
    await this.panel.getByRole('textbox').first().fill(name)
  }

  /** Selects an item of the journey's menu. */
  async choose(item: string): Promise<void> {
    await this.page.getByRole('banner').getByRole('button', { name: this.#words.more, exact: true }).click()
    await this.page.getByRole('menuitem', { name: item, exact: true }).click()
  }

  async openPublishSheet(): Promise<Locator> {
    await this.page.getByRole('banner').getByRole('button', { name: this.#words.publish, exact: true }).click()
    const sheet = this.page.getByRole('dialog', { name: this.#words.publish })
    await expect(sheet).toBeVisible()
    return sheet
  }

  async publish(): Promise<void> {
    const sheet = await this.openPublishSheet()
    await sheet.getByRole('button', { name: this.#words.publish, exact: true }).click()
    await expect(sheet).toBeHidden()
  }
}

import { expect, type Locator, type Page } from '@playwright/test'

/** The forms of Call API and code nodes in the panel, by visible texts. */
export class StepForms {
  readonly #page: Page
  readonly #panel: Locator

  constructor(page: Page, panel: Locator) {
    this.#page = page
    this.#panel = panel
  }

  async chooseAction(name: string): Promise<void> {
    await this.#panel.getByRole('combobox', { name: 'External action' }).click()
    await this.#page.getByRole('option', { name: new RegExp(`^${name}`) }).click()
  }

  async mapToField(token: string, field: string): Promise<void> {
    await this.#panel.getByLabel(`Field for ${token}`).click()
    await this.#page.getByRole('option', { name: new RegExp(`^${field}`) }).click()
  }

  /** Maps a token to a text of chips, separated by spaces. */
  async mapToText(token: string, chips: readonly string[]): Promise<void> {
    await this.#panel.getByRole('combobox', { name: `Where ${token} comes from` }).click()
    await this.#page.getByRole('option', { name: 'Text with values' }).click()
    const text = this.#panel.getByRole('textbox', { name: `Value of ${token}` })
    await text.click()
    for (const [index, chip] of chips.entries()) {
      await text.pressSequentially(`${index === 0 ? '' : ' '}{${chip}`)
      await expect(this.#page.getByRole('listbox').getByRole('option').first()).toBeVisible()
      await text.press('Enter')
    }
  }

  async writeCode(code: string): Promise<void> {
    await this.#code().fill(code)
  }

  async appendCode(code: string): Promise<void> {
    await this.#code().press('ControlOrMeta+End')
    await this.#page.keyboard.insertText(code)
  }

  async replaceInCode(text: string, by: string): Promise<void> {
    const source = await this.#code().innerText()
    await this.#code().fill(source.replace(text, by))
  }

  async insertIntoCode(value: string): Promise<void> {
    await this.#code().press('ControlOrMeta+End')
    await this.#panel.getByRole('button', { name: 'Insert value' }).click()
    await this.#page.getByRole('menuitem', { name: new RegExp(`^${value}`) }).click()
  }

  #code(): Locator {
    return this.#panel.getByRole('textbox', { name: 'JavaScript' })
  }
}

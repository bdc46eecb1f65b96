/** Focuses the first field with a fault. Each field of the form is inside an element with `data-field`. */
export function focusFirstFault(form: HTMLFormElement | null, faults: object): void {
  const fields = form?.querySelectorAll<HTMLElement>('[data-field]') ?? []
  const first = Array.from(fields).find(({ dataset }) => dataset['field'] !== undefined && dataset['field'] in faults)
  first?.querySelector<HTMLElement>('input, select, textarea')?.focus()
}

import { html } from 'hono/html'

export type Html = ReturnType<typeof html>

/** The layout of every page; `html` escapes all values. */
export function renderLayout(title: string, main: Html): Html {
  return html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Microsoft emulator</title>
        <link rel="stylesheet" href="/_emulator/style.css" />
      </head>
      <body>
        <a class="skip" href="#main">Skip to content</a>
        <header>
          <strong>Microsoft emulator</strong>
          <nav aria-label="Main">
            <a href="/_emulator">Control</a>
            <a href="/_emulator/inbox">Sent mail</a>
            <a href="/_emulator/requests">Requests</a>
          </nav>
        </header>
        <main id="main">
          <h1>${title}</h1>
          ${main}
        </main>
      </body>
    </html>`
}

/** A button that runs one action. */
export function renderActionButton(name: string, label: string, input: Record<string, string>, about = ''): Html {
  return html`<form method="post" action="/_emulator/actions/${name}">
    ${Object.entries(input).map(([field, value]) => html`<input type="hidden" name="${field}" value="${value}" />`)}
    <button type="submit">${label}${about ? html`<span class="hidden"> ${about}</span>` : ''}</button>
  </form>`
}

export function renderTime(at: Date): Html {
  return html`<time datetime="${at.toISOString()}">${at.toISOString().slice(0, 19).replace('T', ' ')} UTC</time>`
}

import type { ProblemDocument, ProblemSlug } from '@office365-email/shared/problem'

/** An answer of the API that is not a success. The slug is its identity. */
export class ApiProblem extends Error {
  readonly document: ProblemDocument
  constructor(document: ProblemDocument) {
    super(document.title)
    this.name = 'ApiProblem'
    this.document = document
  }
  get slug(): string {
    return this.document.type.slice('/problems/'.length)
  }
}

/** No answer came, or one that is not ours (a proxy's page). */
export class NoAnswer extends Error {
  constructor(options?: ErrorOptions) {
    super('The server cannot be reached', options)
    this.name = 'NoAnswer'
  }
}

/** The answer does not fit the schema that this page was built with: the server was updated while the page was open. */
export class PageOutdated extends Error {
  constructor(options?: ErrorOptions) {
    super('This page is older than the server', options)
    this.name = 'PageOutdated'
  }
}

export const isProblem = (error: unknown, ...slugs: ProblemSlug[]): error is ApiProblem =>
  error instanceof ApiProblem && slugs.some((slug) => slug === error.slug)

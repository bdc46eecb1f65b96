import type { ProblemDocument, ProblemSlug } from '@office365-email/shared/problem'

/** A response of the API that is not a success. The slug identifies the problem. */
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

/** No response came, or one from another server, such as a proxy's page. */
export class NoResponse extends Error {
  constructor(options?: ErrorOptions) {
    super('The server cannot be reached', options)
    this.name = 'NoResponse'
  }
}

/** The response does not fit the schema that this page was built with: the server was updated while the page was open. */
export class PageOutdated extends Error {
  constructor(options?: ErrorOptions) {
    super('This page is older than the server', options)
    this.name = 'PageOutdated'
  }
}

export const isProblem = (error: unknown, ...slugs: ProblemSlug[]): error is ApiProblem =>
  error instanceof ApiProblem && slugs.some((slug) => slug === error.slug)

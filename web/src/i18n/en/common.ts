export const common = {
  action: {
    cancel: 'Cancel',
    close: 'Close',
    copy: 'Copy',
    copied: 'Copied',
    delete: 'Delete',
    retry: 'Try again',
    save: 'Save',
    undo: 'Undo',
  },
  copyFailed: 'Your browser did not allow copying. Select the text and copy it by hand.',
  error: {
    title: 'That did not work',
    network: 'Tabiji cannot be reached. Check that it is running and that you are connected, then try again.',
    unexpected: 'Something unexpected happened on this page. Load it again; what you saved is kept.',
    page: 'This page could not be shown',
    moreIssues_one: '{{count}} more problem',
    moreIssues_other: '{{count}} more problems',
  },
  list: {
    loadMore: 'Show more',
    loading: 'Loading',
  },
  notFound: {
    title: 'There is nothing at this address',
    text: 'The page may have moved, or the thing it showed was deleted.',
    button: 'Go to journeys',
  },
  role: {
    owner: 'Owner',
    admin: 'Admin',
    editor: 'Editor',
    viewer: 'Viewer',
  },
  time: {
    justNow: 'just now',
  },
}

// The workspace's settings, in one file that a person can read and edit: workspace.json.
// Promises: a file edited by hand is validated at start, and a bad value stops the start with what to do.
// Does not know: people, databases.
export interface WorkspaceSettings {
  readonly name: string;
  readonly signUp: 'invite' | 'open';
}

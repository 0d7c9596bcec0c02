// What the course's JavaScript shares through the global object, and what JupyterLab gives it.

/** The book's widget host; `answer` is the journal's. */
interface BookHost {
  answer?(request: Message, reply: (answer: Message) => void): void;
}

/** What the build gives to the book's host: there.js. */
declare const there: () => Promise<void>;

type Message = Record<string, any>;

/** What a widget file exports by default. */
interface Front {
  initialize?(context: { model: Model; signal: AbortSignal }): unknown;
  render(context: ViewContext): unknown;
}

/** A widget's model as anywidget and the book's host give it. */
interface Model {
  get(key: string): any;
  set(key: string, value: unknown): void;
  save_changes(): void;
  send(message: Message): void;
  on(event: string, listener: (...content: any[]) => void): void;
  off(event?: string, listener?: (...content: any[]) => void): void;
}

/** What `render` is given; `signal` is aborted when the view goes away. */
interface ViewContext {
  model: Model;
  el: HTMLElement;
  signal: AbortSignal;
}

/** A note as the journal keeps it; `updated_at` is a moment in UTC, such as 2026-01-31T12:00:00Z. */
interface Note {
  key: string;
  kind: string;
  text: string;
  updated_at: string;
}

/** A change that is not kept yet: the text (null removes the note), the one it replaces, and the texts already sent. */
interface Waiting {
  kind: string;
  text: string | null;
  seen: string | null;
  tried: Set<string | null>;
}

/** What all widgets of one page know about notes; each change is a "notes" event. */
interface PageNotes extends EventTarget {
  /** Where the book keeps notes; undefined in JupyterLab. */
  keep?: string;
  /** The book's own notes; the kernel keeps them in JupyterLab. */
  notes?: Map<string, Note>;
  waiting: Map<string, Waiting>;
  /** What the reader did not ask to keep. */
  drafts: Map<string, { value: unknown; wanted: boolean }>;
  /** Keys of notes that are in no downloaded file. */
  unfiled: Set<string>;
  /** The last download that was offered, and the notes that only its file has. */
  offered?: { at: Date; keys: Set<string> } | null;
  /** When the last download was offered that the reader says is there. */
  inFile?: Date | null;
  /** The name of what could not be read. */
  setAside?: string | null;
  /** The key of a note that a newer version of the course wrote in this browser. */
  newer?: string | null;
  /** Whether the reader was asked to keep notes, and would not. */
  askedToKeep?: boolean;
  /** The lesson whose visit the journal knows of. */
  visited?: string | null;
}

declare var adempauze: BookHost;
/** Widget files, by name: a list until the host takes them. */
declare var adempauzeFiles: [string, () => Front][] | { push(file: [string, () => Front]): void };
declare var adempauzeNotes: PageNotes;
declare var _JUPYTERLAB: Record<string, object>;

/** The journal, as something to ask; `ask` rejects with a `NotesProblem`. */
interface Store {
  home: "kernel" | "book";
  page: PageNotes;
  ask(name: string, payload?: object): Promise<Message>;
  notes(kind?: string): Promise<Note[]>;
}

/** One part of a sheet: a heading, paragraphs and a list; each may be missing. */
interface SheetPart {
  title?: string;
  texts?: string[];
  items?: string[];
}

interface Sheet {
  title: string;
  parts: SheetPart[];
}

/** The pages (address, title, other words) and records (id, page, anchor, heading) of the book's search. */
interface SearchList {
  pages: [string, string, string][];
  records: [string, number, string, string][];
}

declare var adempauzeSearch: SearchList;
/** Every word that the pages have. */
declare var adempauzeSearchWords: string[];
/** Starts Pagefind on the index in a folder. */
declare var adempauzePagefind: (folder: string) => any;

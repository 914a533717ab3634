/* Hints from the server: a socket says that something changed, the page asks for it by itself. Without a socket the page asks every five seconds. */
const POLL = 5000;
const FIRST = 1000;
const LONGEST = 30000;
const SIGNED_OUT = 4401;
const PING = 15000; // says that somebody still looks at what shows who does
let socket = null;
let wait = FIRST;
let polling = 0;
let lost = false;
let known = false; // this socket said who we are
let joined = new Set();

const fire = (name, detail = {}) => window.htmx?.trigger(document.body, name, detail);
const topics = () => [...new Set([...document.querySelectorAll("[data-topic]")].flatMap((one) => one.dataset.topic.split(/\s+/)))].filter(Boolean);

function poll(on) {
  clearInterval(polling);
  polling = on ? setInterval(() => { if (!document.hidden) fire("live:poll"); }, POLL) : 0;
}

function join() {
  const wanted = topics().filter((topic) => !joined.has(topic));
  if (!wanted.length || socket?.readyState !== WebSocket.OPEN) return;
  wanted.forEach((topic) => joined.add(topic));
  socket.send(JSON.stringify({ type: "join", topics: wanted }));
}

function opened() {
  wait = FIRST;
  joined = new Set();
  poll(false);
  join();
  if (lost) fire("live:poll");
  lost = false;
}

function heard(event) {
  const hint = JSON.parse(event.data);
  known ||= hint.type === "joined";
  if (hint.type === "hint") fire(`live:${hint.topic}`, hint);
}

function ping() {
  if (document.hidden || socket?.readyState !== WebSocket.OPEN) return;
  if ([...joined].some((topic) => topic.startsWith("presence_"))) socket.send(JSON.stringify({ type: "ping" }));
}

function closed(event) {
  socket = null;
  if (event.code === SIGNED_OUT && !known) return; // signed out; another role or company is let in again as who we are now
  lost = true;
  known = false;
  if (!polling) poll(true);
  setTimeout(connect, wait * (0.75 + Math.random() / 2));
  wait = Math.min(wait * 2, LONGEST);
}

function connect() {
  const address = new URL(document.body.dataset.live, location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  socket = new WebSocket(address);
  socket.addEventListener("open", opened);
  socket.addEventListener("message", heard);
  socket.addEventListener("close", closed);
}

export function startLive() {
  if (!document.body.dataset.live) return;
  document.addEventListener("htmx:load", join);
  document.addEventListener("visibilitychange", ping);
  setInterval(ping, PING);
  connect();
}

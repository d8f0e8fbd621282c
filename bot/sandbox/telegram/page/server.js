// Talking to the sandbox's control API.

export async function read(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

export async function act(user, name, body = {}) {
  const response = await fetch(`/control/people/${user}/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.description);
  return answer;
}

// The browser reconnects by itself and says which event it saw last.
export function listen(version, onEvent, onLine) {
  const source = new EventSource(`/control/events?after=${version}`);
  source.onmessage = (message) => onEvent(JSON.parse(message.data));
  source.onopen = () => onLine(true);
  source.onerror = () => onLine(false);
}

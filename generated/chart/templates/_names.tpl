{{/* Names, labels, and the one way by which an object leaves this chart. Each takes `root`; some a `component`. */}}

{{- define "plano.component.name" -}}
{{ .root.Values.service }}-{{ .component }}
{{- end }}

{{/* A Deployment's selector can never change: it holds only what never will. */}}
{{- define "plano.selector" -}}
app.kubernetes.io/name: {{ .root.Values.service | toJson }}
app.kubernetes.io/component: {{ .component | toJson }}
{{- end }}

{{- define "plano.labels" -}}
{{ include "plano.selector" . }}
app.kubernetes.io/part-of: {{ .root.Values.platform | toJson }}
app.kubernetes.io/instance: {{ .root.Release.Name | toJson }}
app.kubernetes.io/managed-by: {{ .root.Release.Service | toJson }}
plano/environment: {{ .root.Values.environment | toJson }}
plano/phase: services
{{- end }}

{{/* Metadata. `wave` is Argo CD's: what stands before a migration has -2, the migration -1, the rest none. */}}
{{- define "plano.metadata" -}}
name: {{ .name | toJson }}
namespace: {{ .root.Release.Namespace | toJson }}
labels:
  {{- include "plano.labels" . | nindent 2 }}
{{- with .wave }}
annotations:
  argocd.argoproj.io/sync-wave: {{ . | toJson }}
{{- end }}
{{- end }}

{{/* `body` with what `patch` says for this `kind` and `key`: a map goes into a map, all else takes its place. */}}
{{- define "plano.object" -}}
{{- $object := fromYaml .body }}
{{- if hasKey $object "Error" }}
{{- fail (printf "%s %s: %s" .kind .key $object.Error) }}
{{- end }}
{{- $patch := dig .kind .key dict .root.Values.patch }}
---
{{ mergeOverwrite $object (deepCopy $patch) | toYaml }}
{{- end }}

{{/* A service's or a setting's name as a part of a variable's name. */}}
{{- define "plano.upper" -}}
{{ upper . | replace "-" "_" }}
{{- end }}

{{/* The processes that always run, as JSON: name → {min, max, cpu_target}. */}}
{{- define "plano.processes" -}}
{{- $found := dict "api" .Values.scale }}
{{- with .Values.consumers }}{{ $_ := set $found "consumer" . }}{{ end }}
{{- with .Values.relay }}{{ $_ := set $found "relay" (dict "min" .replicas "max" .replicas) }}{{ end }}
{{- toJson $found }}
{{- end }}

{{/* Every kind of process, those that come and go too, as a JSON list. */}}
{{- define "plano.components" -}}
{{- $found := include "plano.processes" . | fromJson | keys | sortAlpha }}
{{- if include "plano.kit" . }}
{{- if .Values.database }}{{ $found = concat $found (list "job" "migrate") }}
{{- else if .Values.schedule }}{{ $found = append $found "job" }}{{ end }}
{{- end }}
{{- toJson $found }}
{{- end }}

{{/* Whether the kit runs here: it has a second port, migrations and jobs. Empty is no. */}}
{{- define "plano.kit" -}}
{{ if eq .Values.kind "fastapi" }}yes{{ end }}
{{- end }}

{{- define "plano.image" -}}
{{- $image := .Values.image }}
{{- if $image.digest -}}
{{ $image.repository }}@{{ $image.digest }}
{{- else if $image.tag -}}
{{ $image.repository }}:{{ $image.tag }}
{{- else -}}
{{ fail "there is no image to run: image.digest is what a release sets, image.tag goes without one" }}
{{- end }}
{{- end }}

using System.Text;
using System.Text.Json.Nodes;

namespace Weir.Benchmarks.Harness;

/// <summary>Keeps results: <c>bench/results/NAME.md</c> holds the newest in full and one line a run before it.</summary>
internal sealed class ResultLog(string root, Machine machine)
{
    private const string History = "## History";
    private readonly string _folder = Path.Combine(root, "bench", "results");

    /// <summary>Judges, keeps and returns the one JSON line.</summary>
    public string Keep(IQuestion question, Answer answer, Targets targets, IReadOnlyList<string> options)
    {
        var unmet = targets.Unmet(question.Name, answer.Figures);
        var holds = unmet.Count == 0 && targets.Has(question.Name);
        var line = new JsonObject { ["name"] = question.Name };
        foreach (var (key, value) in answer.Figures) line[key] = value?.DeepClone();
        line["ratio"] = answer.Ratio is { } ratio ? Figure.Of(ratio, 4) : null;
        line["holds"] = holds;
        if (unmet.Count > 0) line["unmet"] = new JsonArray([.. unmet.Select(text => (JsonNode)text)]);
        Write(question, answer, unmet, holds, options);
        return line.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>Every reading of the judging rows leaves a line.</summary>
    public void TestRead(string question, string figures)
    {
        Directory.CreateDirectory(_folder);
        var path = Path.Combine(_folder, "test-reads.md");
        if (!File.Exists(path)) File.WriteAllText(path, "# Readings of test_2025\n\nJudging rows are read seldom; every reading stands here.\n\n| date | commit | question | figures |\n|---|---|---|---|\n");
        File.AppendAllText(path, $"| {machine.Date} | {machine.Commit} | {question} | {figures} |\n");
    }

    private void Write(IQuestion question, Answer answer, IReadOnlyList<string> unmet, bool holds, IReadOnlyList<string> options)
    {
        Directory.CreateDirectory(_folder);
        var path = Path.Combine(_folder, question.Name + ".md");
        var earlier = File.Exists(path) ? File.ReadAllText(path) : "";
        var cut = earlier.IndexOf(History, StringComparison.Ordinal);
        var history = cut < 0 ? $"{History}\n\n| date | machine | commit | options | ratio | holds |\n|---|---|---|---|---|---|\n" : earlier[cut..].TrimEnd() + "\n";
        var asked = options.Count == 0 ? "" : string.Join(' ', options.Select(Path.GetFileName));
        var text = new StringBuilder($"# {question.Name}\n\n{question.About}.\n\n{machine}{(asked.Length > 0 ? $", options {asked}" : "")}\n\n");
        text.Append(answer.Text.Trim()).Append("\n\n").Append(holds ? "Every target is met.\n" : unmet.Count == 0 ? "No target stands for this question.\n" : "Not met:\n\n");
        foreach (var fault in unmet) text.Append($"- {fault}\n");
        text.Append('\n').Append(history);
        text.Append($"| {machine.Date} | {machine.Cpu}, {machine.Cores} cores | {machine.Commit} | {asked} | {(answer.Ratio is { } r ? Figure.Text(r) : "")} | {(holds ? "yes" : "no")} |\n");
        File.WriteAllText(path, text.ToString());
    }
}

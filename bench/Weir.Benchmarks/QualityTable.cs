using System.Text;
using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;

namespace Weir.Benchmarks;

/// <summary>The figures of quality-url as a table: one line a model and set.</summary>
internal static class QualityTable
{
    public const string Head = """
        | set | model | AUC | TPR at 1 % FPR | TPR at 0.1 % FPR | PR-AUC | accuracy | precision | recall | F1 | FPR | Brier | ECE |
        |---|---|---|---|---|---|---|---|---|---|---|---|---|

        """;

    public static string Rows(string set, JsonObject figures)
    {
        var text = new StringBuilder();
        foreach (var side in new[] { "weir", "lexical", "char" })
        {
            var f = figures[side]!;
            text.Append($"| {set} | {side} | {Value(f, "auc")}{Range(f, "auc")} | {Percent(f, "tpr@0.01")}{Range(f, "tpr@0.01")} | {Percent(f, "tpr@0.001")}{Range(f, "tpr@0.001")}");
            foreach (var name in new[] { "pr_auc", "accuracy", "precision", "recall", "f1", "fpr", "brier", "ece" }) text.Append(" | ").Append(Value(f, name));
            text.Append(" |\n");
        }
        var lead = figures["lead"]!;
        text.Append($"| {set} | lead | {Value(lead, "auc")}{Range(lead, "auc")} | {Percent(lead, "tpr@0.01")}{Range(lead, "tpr@0.01")} | {Percent(lead, "tpr@0.001")}{Range(lead, "tpr@0.001")} | | | | | | | | |\n");
        return text.ToString();
    }

    private static string Value(JsonNode f, string name) => Figure.Text(Figure.At(f, name));

    private static string Percent(JsonNode f, string name) => Figure.Percent(Figure.At(f, name));

    private static string Range(JsonNode f, string name)
    {
        if (f[name + "_interval"] is not JsonArray pair) return "";
        double End(int i) => pair[i]?.GetValue<double>() ?? double.NaN;
        return name == "auc" ? $" ({Figure.Text(End(0))} .. {Figure.Text(End(1))})" : $" ({Figure.Percent(End(0))} .. {Figure.Percent(End(1))})";
    }
}

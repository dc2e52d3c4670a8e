using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Server.Api;
using Weir.Server.Problems;
using Weir.Storage;

namespace Weir.Server.Tables;

/// <summary>What POST /train may be told, in a JSON body or in the query; the body wins.</summary>
/// <param name="Channel">table:NAME; left out, the only table there is.</param>
/// <param name="Budget">How long to look for a learner, such as 90s, 10m or 1h; left out, until all are tried.</param>
/// <param name="Promote">False: the model is registered and judged, and not put to work; default true.</param>
/// <param name="Force">True: also when nothing is new, and by a changed schema; default false.</param>
internal sealed record TrainBody(string? Channel, string? Budget, bool? Promote, bool? Force)
{
    /// <summary>The channel of addresses, whose models the loop trains.</summary>
    public const string Addresses = "url";

    private const int MostText = 100;
    private const int MostCount = 100_000;
    private const string Truths = "true or false.";

    private static readonly TimeSpan MostBudget = TimeSpan.FromDays(7);

    /// <summary>Reads a request, and finds the table that is meant.</summary>
    public static async Task<(TrainingWish? Wish, Problem? Problem)> ReadAsync(HttpRequest request, WeirStore store)
    {
        var faults = new List<Fault>();
        var asked = OfQuery(request.Query, faults);
        if (request.ContentLength is not (null or 0) || request.Headers.TransferEncoding.Count > 0)
        {
            var (body, problem) = await JsonFields.ReadAsync(request);
            if (body is null) return (null, problem);
            using (body) asked = OfBody(body.RootElement, asked, faults);
        }

        var budget = asked.Budget is { } text ? Time(text, faults) : null;
        if (faults.Count > 0) return (null, Problem.Invalid(faults));
        if (asked.Channel == Addresses) return (new TrainingWish(Addresses) { IsOfTable = false }, null);
        var (table, fault) = asked.Channel is { } channel ? TableProblems.OfChannel(store, channel) : TableProblems.Only(store);
        return table is null ? (null, fault) : (new TrainingWish(table.Name, budget, asked.Promote ?? true, asked.Force ?? false), null);
    }

    private static TrainBody OfQuery(IQueryCollection query, List<Fault> faults)
    {
        return new(Text("channel"), Text("budget"), Truth("promote"), Truth("force"));

        string? Text(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

        bool? Truth(string name)
        {
            if (Text(name) is not { } text) return null;
            if (bool.TryParse(text, out var truth)) return truth;
            faults.Add(new Fault(name, Truths));
            return null;
        }
    }

    private static TrainBody OfBody(JsonElement json, TrainBody query, List<Fault> faults)
    {
        var fields = new JsonFields(json, "", faults);
        var body = new TrainBody(
            fields.Text("channel", MostText) ?? query.Channel, fields.Text("budget", MostText) ?? query.Budget,
            fields.Has("promote") ? fields.Truth("promote") : query.Promote, fields.Has("force") ? fields.Truth("force") : query.Force);
        fields.Done();
        return body;
    }

    /// <summary>A time such as 90s, 10m or 1h, from a second to seven days; null with a fault for another text.</summary>
    internal static TimeSpan? Time(string text, ICollection<Fault> faults)
    {
        var unit = text.Length == 0 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        if (unit > 0 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= MostCount
            && TimeSpan.FromSeconds((double)count * unit) is var time && time <= MostBudget) return time;
        faults.Add(new Fault("budget", "A time such as 90s, 10m or 1h, at most seven days."));
        return null;
    }
}

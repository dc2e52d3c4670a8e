using System.Globalization;
using Microsoft.AspNetCore.Http;
using Weir.Pipeline.Tables;
using Weir.Server.Live;
using Weir.Server.Problems;
using Weir.Server.Security;

namespace Weir.Server.Tables;

/// <summary>Loads rows that were sent, and says what became of them. The one way for endpoints; pages may use it too.</summary>
internal sealed class TableLoading(StoreDoor open, LiveEvents live)
{
    /// <summary>Loads into a table, or makes it. Everything or nothing is stored.</summary>
    /// <param name="rows">What was sent.</param>
    /// <param name="table">The table.</param>
    /// <param name="caller">Who sends.</param>
    /// <param name="mayCreate">False: the table must be there.</param>
    /// <param name="isTrial">True: nothing is stored.</param>
    /// <param name="ct">Stops; what was written is taken back.</param>
    public async Task<TableLoadResult> LoadAsync(UploadedRows rows, string table, Caller caller, bool mayCreate, bool isTrial, CancellationToken ct)
    {
        var options = new TableLoadOptions
        {
            Table = table,
            Actor = caller.Name,
            Source = rows.Name,
            File = rows.Choice,
            Schema = mayCreate ? rows.Schema : null,
            Target = rows.Value("target"),
            Phishing = rows.Values("phishing"),
            Benign = rows.Values("benign"),
            IsTrial = isTrial,
            MayCreate = mayCreate,
        };
        var result = await Task.Run(() => new TableIngest(open()).Load(rows.Path, options, ct), ct);
        if (result.Outcome == TableLoadOutcome.Loaded) live.Publish(TableTrainings.Topic);
        return result;
    }

    /// <summary>What is answered: 201 for rows that were stored, 200 where nothing changed, a problem for a refusal.</summary>
    public IResult Answer(TableLoadResult result, UploadedRows rows, string table) => result.Outcome switch
    {
        TableLoadOutcome.Busy => new ProblemResult(new Problem(StatusCodes.Status409Conflict, result.Sentence)),
        TableLoadOutcome.Refused => new ProblemResult(LoadAnswers.Refused(result, rows, new TableCatalog(open()).Find(table)?.Schema)),
        TableLoadOutcome.Loaded => Results.Created(string.Create(CultureInfo.InvariantCulture, $"/v1/tables/{table}/loads/{result.Load!.Id}"), LoadAnswers.Of(result, table)),
        _ => Results.Ok(LoadAnswers.Of(result, table)),
    };
}

using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Pipeline.Tables.Training;
using Weir.Server;
using Weir.Server.Schedules;
using Weir.Storage;
using Weir.Tests.Pipeline.Tables.Training;
using Weir.Tests.Support;

namespace Weir.Tests.Server.Tables;

/// <summary>A server whose trainings are quick, and what tests ask of it over HTTP.</summary>
internal sealed class TablesUnderTest(ServerUnderTest server) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public ServerUnderTest Server => server;

    public HttpClient Client => server.Client;

    public static async Task<TablesUnderTest> Start(StoreKind kind = StoreKind.Sqlite, Func<TableTrainingParameters, TableTrainingParameters>? training = null, Func<ServerOptions, ServerOptions>? options = null, Func<WeirStore, ILoop>? loop = null)
    {
        var quick = TableTrainerTests.Quick with { Candidates = features => [TableTrainerTests.Quick.Candidates(features)[2]] };
        var server = await ServerUnderTest.Start(change: usual => (options ?? (same => same))(usual with { TableTraining = training?.Invoke(quick) ?? quick, Jobs = usual.Jobs with { LeastFreeMiB = 0 } }), kind: kind, loop: loop);
        var path = Path.Combine(server.Store.DataDirectory, "weir.json");
        var settings = File.Exists(path) ? JsonNode.Parse(await File.ReadAllTextAsync(path))!.AsObject() : [];
        settings["Gates"] = new JsonObject { ["Calibration"] = 0.3, ["Microseconds"] = 1_000_000 };
        await File.WriteAllTextAsync(path, settings.ToJsonString());
        return new(server);
    }

    /// <summary>The table board with some rows; a champion too when it is trained.</summary>
    public async Task<string> Board(int rows = 600, bool isTrained = false, string name = "board")
    {
        LoadedTables.Load(server.Store, name, LoadedTables.Board, LoadedTables.BoardRows(rows));
        if (isTrained)
        {
            var done = await Until((await Train($"?channel=table:{name}")).Body.GetProperty("id").GetInt64());
            if (done.GetProperty("state").GetString() != "done") throw new InvalidOperationException(done.GetRawText());
        }

        return name;
    }

    public Task<(int Status, JsonElement Body)> Train(string query = "", string? json = null, HttpClient? client = null) =>
        Answer((client ?? Client).PostAsync("/train" + query, json is null ? null : new StringContent(json, Encoding.UTF8, "application/json")));

    public Task<(int Status, JsonElement Body)> Get(string path) => Answer(Client.GetAsync(path));

    public Task<(int Status, JsonElement Body)> Send(HttpMethod method, string path, string? body = null, string type = "text/csv") =>
        Send(method, path, body is null ? null : Encoding.UTF8.GetBytes(body), type);

    public Task<(int Status, JsonElement Body)> Send(HttpMethod method, string path, byte[]? body, string type)
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }

        return Answer(Client.SendAsync(request));
    }

    /// <summary>A training when it has ended.</summary>
    public async Task<JsonElement> Until(long id)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var (_, training) = await Get($"/v1/trainings/{id}");
            if (!training.GetProperty("isRunning").GetBoolean()) return training;
            await Task.Delay(Look, patience.Token);
        }
    }

    /// <summary>Lines of board with their header.</summary>
    public static string Csv(int rows, int seed = 5) => "id,x,y,level,tld,same,status\n" + string.Join('\n', LoadedTables.BoardRows(rows, seed)) + "\n";

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static async Task<(int, JsonElement)> Answer(Task<HttpResponseMessage> asking)
    {
        using var answer = await asking;
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length > 0 && text[0] is '{' or '[' ? JsonDocument.Parse(text).RootElement : default);
    }
}
